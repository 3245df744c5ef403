// Wrong: the condition of the loop takes a connection too and drops it, so every other client is disconnected without a handshake.
// Fails: spawn
// Says:  not even one client is served
// Says:  the connection was dropped before `client` had run

    // TODO 1 · spawn
    let mut connections = listener.incoming().flatten().enumerate();
    while connections.next().is_some() {
        if let Some((id, stream)) = connections.next() {
            let events = events.clone();
            thread::spawn(move || client(id, stream, events));
        }
    }
    // END 1 · spawn
