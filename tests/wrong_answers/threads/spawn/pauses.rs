// Wrong: the loop sleeps after each connection.
// Fails: spawn
// Blocked: tell, left, broadcast, slow
// Says:  the loop has ended, or it waits

    // TODO 1 · spawn
    for (id, stream) in listener.incoming().flatten().enumerate() {
        let events = events.clone();
        thread::spawn(move || client(id, stream, events));
        thread::sleep(std::time::Duration::from_secs(60));
    }
    // END 1 · spawn
