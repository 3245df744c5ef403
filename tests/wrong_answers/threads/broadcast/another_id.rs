// Wrong: the first client gets all answers.
// Fails: broadcast
// Blocked: tell, left, slow
// Says:  an answer comes to another client
// Says:  an event belongs to the client that it

    // TODO 4 · broadcast
    let mut room = Room::default();
    for (id, event) in events {
        match event {
            Event::Connected(outbox) => _ = room.outboxes.insert(id, outbox),
            Event::Said(text) => room.respond(0, text),
            Event::Left => room.remove(id),
        }
    }
    // END 4 · broadcast
