// Wrong: one more thread serves all clients, one after the other.
// Fails: spawn
// Blocked: tell, left, broadcast, slow
// Says:  one thread serves all clients in its loop
// Says:  clients are served one after the other

    // TODO 1 · spawn
    let all = thread::spawn(move || {
        for (id, stream) in listener.incoming().flatten().enumerate() {
            client(id, stream, events.clone());
        }
    });
    all.join().unwrap();
    // END 1 · spawn
