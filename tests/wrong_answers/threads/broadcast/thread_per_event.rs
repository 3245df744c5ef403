// Wrong: each event has a thread of its own, and the threads overtake each other, lock or no lock.
// Fails: broadcast
// Open:  tell, left, slow
// Says:  threads overtake each other

    // TODO 4 · broadcast
    let room = std::sync::Arc::new(std::sync::Mutex::new(Room::default()));
    for (id, event) in events {
        let room = room.clone();
        thread::spawn(move || {
            let mut room = room.lock().unwrap();
            match event {
                Event::Connected(outbox) => _ = room.outboxes.insert(id, outbox),
                Event::Said(text) => room.respond(id, text),
                Event::Left => room.remove(id),
            }
        });
    }
    // END 4 · broadcast
