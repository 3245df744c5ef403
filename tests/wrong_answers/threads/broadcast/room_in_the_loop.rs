// Wrong: each event gets a new empty room, so every outbox is dropped at once and the clients are hung up on.
// Fails: broadcast
// Says:  each event gets a new room, which is dropped with all its

    // TODO 4 · broadcast
    for (id, event) in events {
        let mut room = Room::default();
        match event {
            Event::Connected(outbox) => {
                room.outboxes.insert(id, outbox);
            }
            Event::Said(text) => room.respond(id, text),
            Event::Left => room.remove(id),
        }
    }
    // END 4 · broadcast
