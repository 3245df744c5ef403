// Wrong: the loop joins each thread right after starting it, so the second client gets no handshake until the first has gone.
// Fails: spawn
// Says:  `join` waits until the thread has ended

    // TODO 1 · spawn
    for (id, stream) in listener.incoming().flatten().enumerate() {
        let events = events.clone();
        let handle = thread::spawn(move || client(id, stream, events));
        handle.join().unwrap();
    }
    // END 1 · spawn
