// Wrong: `client` runs in the loop and only its result goes to a thread, so the second client waits until the first has gone.
// Fails: spawn
// Says:  `client` runs before the thread does

    // TODO 1 · spawn
    for (id, stream) in listener.incoming().flatten().enumerate() {
        let result = client(id, stream, events.clone());
        thread::spawn(move || result);
    }
    // END 1 · spawn
