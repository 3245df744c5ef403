// Wrong: a scope ends only when its threads have ended.
// Fails: spawn
// Blocked: tell, left, broadcast, slow
// Says:  at its end, a scope waits for its threads

    // TODO 1 · spawn
    for (id, stream) in listener.incoming().flatten().enumerate() {
        let events = events.clone();
        thread::scope(|scope| {
            scope.spawn(|| client(id, stream, events));
        });
    }
    // END 1 · spawn
