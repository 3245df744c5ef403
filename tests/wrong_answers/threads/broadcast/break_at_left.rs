// Wrong: the loop ends when the first client leaves, so after that the room is gone and everyone is hung up on.
// Fails: broadcast
// Says:  the loop has ended, and with it the room and every connection

    // TODO 4 · broadcast
    let mut room = Room::default();
    for (id, event) in events {
        match event {
            Event::Connected(outbox) => {
                room.outboxes.insert(id, outbox);
            }
            Event::Said(text) => room.respond(id, text),
            Event::Left => {
                room.remove(id);
                break;
            }
        }
    }
    // END 4 · broadcast
