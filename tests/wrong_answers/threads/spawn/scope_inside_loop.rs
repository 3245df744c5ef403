// Wrong: a thread scope inside the loop waits for its thread at its end, so only one client at a time is served.
// Fails: spawn
// Says:  there is a thread, but the loop does not go on before

    // TODO 1 · spawn
    for (id, stream) in listener.incoming().flatten().enumerate() {
        thread::scope(|scope| {
            scope.spawn(|| client(id, stream, events.clone()));
        });
    }
    // END 1 · spawn
