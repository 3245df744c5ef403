// Wrong: after ten clients the loop ends.
// Fails: spawn
// Blocked: tell, broadcast
// Open:  left, slow
// Says:  the program ends when `main` does

    // TODO 1 · spawn
    for (id, stream) in listener.incoming().flatten().enumerate().take(10) {
        let events = events.clone();
        thread::spawn(move || client(id, stream, events));
    }
    // END 1 · spawn
