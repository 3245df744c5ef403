// Wrong: there is one thread for the whole loop and not one per client, so the second client waits until the first has gone.
// Fails: spawn
// Says:  one thread serves all clients in its loop

    // TODO 1 · spawn
    let server = thread::spawn(move || {
        for (id, stream) in listener.incoming().flatten().enumerate() {
            client(id, stream, events.clone());
        }
    });
    server.join().unwrap();
    // END 1 · spawn
