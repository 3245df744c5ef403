// Right: a thread scope around the whole loop, which never ends, so the scope never waits

    // TODO 1 · spawn
    thread::scope(|scope| {
        for (id, stream) in listener.incoming().flatten().enumerate() {
            let events = events.clone();
            scope.spawn(move || client(id, stream, events));
        }
    });
    // END 1 · spawn
