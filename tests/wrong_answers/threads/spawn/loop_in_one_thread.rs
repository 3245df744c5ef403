// Wrong: there is one thread for the whole loop and not one per client, so the second client waits until the first has gone.
// Fails: spawn
// Says:  `join` waits until the thread has ended

    // TODO 1 · spawn
    let server = thread::spawn(move || {
        for (id, stream) in listener.incoming().flatten().enumerate() {
            client(id, stream, events.clone());
        }
    });
    server.join().unwrap();
    // END 1 · spawn
