// Wrong: the thread takes everything and does nothing with it.
// Fails: spawn
// Blocked: tell, left, broadcast, slow
// Says:  not even one client is served
// Says:  the connection was dropped before `client` had run

    // TODO 1 · spawn
    for (id, stream) in listener.incoming().flatten().enumerate() {
        let events = events.clone();
        thread::spawn(move || {
            let _ = (id, stream, events);
        });
    }
    // END 1 · spawn
