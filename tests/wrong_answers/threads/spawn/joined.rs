// Wrong: the loop waits for the end of each thread.
// Fails: spawn
// Blocked: tell, left, broadcast, slow
// Says:  `join` waits until the thread has ended

    // TODO 1 · spawn
    for (id, stream) in listener.incoming().flatten().enumerate() {
        let events = events.clone();
        let thread = thread::spawn(move || client(id, stream, events));
        thread.join().unwrap();
    }
    // END 1 · spawn
