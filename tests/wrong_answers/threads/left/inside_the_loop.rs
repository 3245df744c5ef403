// Wrong: `Left` is sent after each message, so the client is removed as soon as it has said its first word.
// Fails: left
// Says:  `Event::Left` was sent while the connection was still open

    // TODO 3 · left
    while let Ok(message) = socket.read() {
        tell(id, message, &events);
        let _ = events.send((id, Event::Left));
    }
    // END 3 · left
