// Wrong: a thread scope inside the loop waits for its thread at its end, so only one client at a time is served.
// Fails: spawn
// Says:  at its end, a scope waits for its threads

    // TODO 1 · spawn
    for (id, stream) in listener.incoming().flatten().enumerate() {
        thread::scope(|scope| {
            scope.spawn(|| client(id, stream, events.clone()));
        });
    }
    // END 1 · spawn
