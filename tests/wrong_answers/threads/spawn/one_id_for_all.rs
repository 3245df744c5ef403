// Wrong: all clients have the same id.
// Fails: spawn
// Blocked: tell, left, broadcast, slow
// Says:  two clients have the same id

    // TODO 1 · spawn
    for stream in listener.incoming().flatten() {
        let events = events.clone();
        thread::spawn(move || client(0, stream, events));
    }
    // END 1 · spawn
