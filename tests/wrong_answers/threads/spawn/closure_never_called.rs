// Wrong: the thread only makes a second closure and never calls it, so the connection is dropped and nobody gets a handshake.
// Fails: spawn
// Says:  not even one client is served
// Says:  the connection was dropped before `client` had run

    // TODO 1 · spawn
    for (id, stream) in listener.incoming().flatten().enumerate() {
        let events = events.clone();
        thread::spawn(move || {
            move || client(id, stream, events)
        });
    }
    // END 1 · spawn
