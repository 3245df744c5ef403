// Wrong: dropping the sender tells nobody anything.
// Fails: left
// Says:  the event is never sent

    // TODO 3 · left
    while let Ok(message) = socket.read() {
        tell(id, message, &events);
    }
    drop(events);
    // END 3 · left
