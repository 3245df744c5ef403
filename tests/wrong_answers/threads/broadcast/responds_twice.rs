// Wrong: each message is answered twice.
// Fails: broadcast
// Blocked: tell, left, slow
// Says:  an answer came more than once

    // TODO 4 · broadcast
    let mut room = Room::default();
    for (id, event) in events {
        match event {
            Event::Connected(outbox) => _ = room.outboxes.insert(id, outbox),
            Event::Said(text) => {
                room.respond(id, text.clone());
                room.respond(id, text);
            }
            Event::Left => room.remove(id),
        }
    }
    // END 4 · broadcast
