// Wrong: each thread holds the lock of the shared sender as long as its client is here, so the second client gets no handshake until the first has gone.
// Fails: spawn
// Says:  a thread keeps the lock while its client stays

    // TODO 1 · spawn
    let events = std::sync::Arc::new(std::sync::Mutex::new(events));
    for (id, stream) in listener.incoming().flatten().enumerate() {
        let events = events.clone();
        thread::spawn(move || {
            let events = events.lock().unwrap();
            client(id, stream, events.clone());
        });
    }
    // END 1 · spawn
