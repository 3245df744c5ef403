// Wrong: the loop runs the client itself.
// Fails: spawn
// Blocked: tell, left, broadcast, slow
// Says:  the loop runs `client` itself

    // TODO 1 · spawn
    for (id, stream) in listener.incoming().flatten().enumerate() {
        let events = events.clone();
        client(id, stream, events);
    }
    // END 1 · spawn
