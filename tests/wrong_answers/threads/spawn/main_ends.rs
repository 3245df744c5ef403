// Wrong: the loop is in a thread that nobody waits for, so `main` returns, the program ends at once, and nobody can connect.
// Fails: spawn
// Says:  the program ends when `main` does

    // TODO 1 · spawn
    thread::spawn(move || {
        for (id, stream) in listener.incoming().flatten().enumerate() {
            let events = events.clone();
            thread::spawn(move || client(id, stream, events));
        }
    });
    // END 1 · spawn
