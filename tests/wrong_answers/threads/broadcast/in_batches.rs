// Wrong: nothing happens before there are a thousand events.
// Fails: broadcast
// Blocked: tell, left, slow
// Says:  the room does not respond to

    // TODO 4 · broadcast
    let mut room = Room::default();
    loop {
        let batch: Vec<(ClientId, Event)> = events.iter().take(1000).collect();
        for (id, event) in batch {
            match event {
                Event::Connected(outbox) => _ = room.outboxes.insert(id, outbox),
                Event::Said(text) => room.respond(id, text),
                Event::Left => room.remove(id),
            }
        }
    }
    // END 4 · broadcast
