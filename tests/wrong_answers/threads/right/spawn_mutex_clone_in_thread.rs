// Right: the sender is behind a mutex that each thread locks only for the moment of the clone

    // TODO 1 · spawn
    let shared = std::sync::Arc::new(std::sync::Mutex::new(events));
    for (id, stream) in listener.incoming().flatten().enumerate() {
        let shared = std::sync::Arc::clone(&shared);
        thread::spawn(move || {
            let events = shared.lock().unwrap().clone();
            client(id, stream, events);
        });
    }
    // END 1 · spawn
