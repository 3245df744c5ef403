// Wrong: the id is the port of the server's end, which is the same for all clients, so each newcomer throws out the one before.
// Fails: spawn
// Says:  two clients have the same id, so the second one takes the

    // TODO 1 · spawn
    for stream in listener.incoming().flatten() {
        let id = stream.local_addr().unwrap().port() as ClientId;
        let events = events.clone();
        thread::spawn(move || client(id, stream, events));
    }
    // END 1 · spawn
