// Wrong: the loop sleeps after each start of a thread, so when a class connects at once the last one waits for many seconds.
// Fails: spawn
// Says:  the loop sleeps, and a client waits for its handshake meanwhile

    // TODO 1 · spawn
    for (id, stream) in listener.incoming().flatten().enumerate() {
        let events = events.clone();
        thread::spawn(move || client(id, stream, events));
        // give the thread time to start
        thread::sleep(std::time::Duration::from_millis(500));
    }
    // END 1 · spawn
