// Wrong: it takes what is in the channel and then sleeps for a second instead of waiting for the next event, so every message comes late.
// Says: e
// Fails: broadcast

    // TODO 4 · broadcast
    let mut room = Room::default();
    loop {
        for (id, event) in events.try_iter() {
            match event {
                Event::Connected(outbox) => {
                    room.outboxes.insert(id, outbox);
                }
                Event::Said(text) => room.respond(id, text),
                Event::Left => room.remove(id),
            }
        }
        thread::sleep(std::time::Duration::from_secs(1));
    }
    // END 4 · broadcast
