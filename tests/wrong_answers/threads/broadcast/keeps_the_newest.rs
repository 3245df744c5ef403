// Wrong: a newcomer throws everyone else out.
// Fails: broadcast
// Blocked: spawn, tell, left, slow
// Says:  the client's outbox was dropped

    // TODO 4 · broadcast
    let mut room = Room::default();
    for (id, event) in events {
        match event {
            Event::Connected(outbox) => {
                room.outboxes.clear();
                room.outboxes.insert(id, outbox);
            }
            Event::Said(text) => room.respond(id, text),
            Event::Left => room.remove(id),
        }
    }
    // END 4 · broadcast
