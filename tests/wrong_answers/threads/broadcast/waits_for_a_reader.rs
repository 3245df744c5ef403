// Wrong: after one answer the loop waits forever.
// Fails: broadcast
// Blocked: tell, left, slow
// Says:  the broadcaster is stuck
// Says:  everyone waits for this thread, so it waits

    // TODO 4 · broadcast
    let mut room = Room::default();
    for (id, event) in &events {
        match event {
            Event::Connected(outbox) => _ = room.outboxes.insert(id, outbox),
            Event::Said(text) => {
                room.respond(id, text);
                while events.is_empty() {}
                loop {
                    thread::park();
                }
            }
            Event::Left => room.remove(id),
        }
    }
    // END 4 · broadcast
