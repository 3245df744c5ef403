// Wrong: everyone waits while this thread sleeps.
// Fails: broadcast
// Blocked: tell
// Open:  left, slow
// Says:  the loop sleeps, and everyone waits for it

    // TODO 4 · broadcast
    let mut room = Room::default();
    for (id, event) in events {
        thread::sleep(std::time::Duration::from_millis(100));
        match event {
            Event::Connected(outbox) => _ = room.outboxes.insert(id, outbox),
            Event::Said(text) => room.respond(id, text),
            Event::Left => room.remove(id),
        }
    }
    // END 4 · broadcast
