// Wrong: when one client leaves, the loop ends.
// Fails: broadcast
// Blocked: left, slow
// Open:  tell, spawn
// Says:  the loop has ended, and with it the room

    // TODO 4 · broadcast
    let mut room = Room::default();
    for (id, event) in events {
        match event {
            Event::Connected(outbox) => _ = room.outboxes.insert(id, outbox),
            Event::Said(text) => room.respond(id, text),
            Event::Left => {
                room.remove(id);
                break;
            }
        }
    }
    // END 4 · broadcast
