// Wrong: every client sits alone in a room.
// Fails: broadcast
// Blocked: tell, left, slow
// Says:  not everyone is in the same room

    // TODO 4 · broadcast
    let mut rooms: HashMap<ClientId, Room> = HashMap::new();
    for (id, event) in events {
        let room = rooms.entry(id).or_default();
        match event {
            Event::Connected(outbox) => _ = room.outboxes.insert(id, outbox),
            Event::Said(text) => room.respond(id, text),
            Event::Left => room.remove(id),
        }
    }
    // END 4 · broadcast
