// Wrong: the outbox of a client that has left is kept.
// Fails: broadcast
// Says:  the room still has its outbox

    // TODO 4 · broadcast
    let mut room = Room::default();
    for (id, event) in events {
        match event {
            Event::Connected(outbox) => _ = room.outboxes.insert(id, outbox),
            Event::Said(text) => room.respond(id, text),
            Event::Left => room.leave(id),
        }
    }
    // END 4 · broadcast
