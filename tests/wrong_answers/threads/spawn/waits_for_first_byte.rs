// Wrong: the loop waits for the first byte of each connection before it starts the thread, so one connection that sends nothing locks everyone else out.
// Fails: spawn
// Says:  the handshake happens in the loop

    // TODO 1 · spawn
    for (id, stream) in listener.incoming().flatten().enumerate() {
        let mut first = [0u8; 1];
        if stream.peek(&mut first).unwrap_or(0) == 0 {
            continue; // it has gone already
        }
        let events = events.clone();
        thread::spawn(move || client(id, stream, events));
    }
    // END 1 · spawn
