// Wrong: the condition of the loop reads a message too and forgets it, so every other word of a client is lost.
// Fails: left
// Says:  the thread reads in two places, and one of them forgets what

    // TODO 3 · left
    while socket.read().is_ok() {
        if let Ok(message) = socket.read() {
            tell(id, message, &events);
        }
    }
    let _ = events.send((id, Event::Left));
    // END 3 · left
