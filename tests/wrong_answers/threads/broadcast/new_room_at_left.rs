// Wrong: when somebody leaves, the whole room is replaced by an empty one, so everyone else is thrown out too.
// Fails: broadcast
// Says:  the connection of

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
                room = Room::default();
            }
        }
    }
    // END 4 · broadcast
