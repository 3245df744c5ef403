// Wrong: the room is made in the loop.
// Fails: broadcast
// Blocked: spawn, tell, left, slow
// Says:  each event gets a new room

    // TODO 4 · broadcast
    for (id, event) in events {
        let mut room = Room::default();
        match event {
            Event::Connected(outbox) => _ = room.outboxes.insert(id, outbox),
            Event::Said(text) => room.respond(id, text),
            Event::Left => room.remove(id),
        }
    }
    // END 4 · broadcast
