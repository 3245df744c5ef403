// Wrong: every client gets the id 0, so a newcomer replaces the outbox of the one before, who is hung up on, and there is only one place in the list.
// Fails: spawn
// Says:  two clients have the same id, so the second one takes the

    // TODO 1 · spawn
    let id = 0;
    for stream in listener.incoming().flatten() {
        let events = events.clone();
        thread::spawn(move || {
            client(id, stream, events);
        });
    }
    // END 1 · spawn
