// Wrong: it takes the first event only to wait for it and forgets it, so the first client loses its outbox and is hung up on.
// Fails: broadcast
// Says:  was closed

    // TODO 4 · broadcast
    let mut room = Room::default();
    let _ = events.recv(); // wait until the first client is here
    for (id, event) in events {
        match event {
            Event::Connected(outbox) => {
                room.outboxes.insert(id, outbox);
            }
            Event::Said(text) => room.respond(id, text),
            Event::Left => room.remove(id),
        }
    }
    // END 4 · broadcast
