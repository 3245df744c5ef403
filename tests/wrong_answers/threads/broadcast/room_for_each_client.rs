// Wrong: each client has a room of its own, so everyone sees only their own name and hears only themselves.
// Fails: broadcast
// Says:  not everyone is in the same room

    // TODO 4 · broadcast
    let mut rooms: HashMap<ClientId, Room> = HashMap::new();
    for (id, event) in events {
        let room = rooms.entry(id).or_default();
        match event {
            Event::Connected(outbox) => {
                room.outboxes.insert(id, outbox);
            }
            Event::Said(text) => room.respond(id, text),
            Event::Left => room.remove(id),
        }
    }
    // END 4 · broadcast
