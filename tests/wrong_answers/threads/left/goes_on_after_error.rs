// Wrong: after an error the loop goes on, so the thread spins forever, eats a processor, and never says that the client left.
// Fails: left
// Says:  the event is never sent

    // TODO 3 · left
    loop {
        let Ok(message) = socket.read() else { continue };
        tell(id, message, &events);
    }
    // END 3 · left
