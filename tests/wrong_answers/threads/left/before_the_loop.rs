// Wrong: `Left` is sent before the first message is read, so every client is removed as soon as it has connected.
// Fails: left
// Says:  `Event

    // TODO 3 · left
    let _ = events.send((id, Event::Left));
    while let Ok(message) = socket.read() {
        tell(id, message, &events);
    }
    // END 3 · left
