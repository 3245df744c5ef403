// Wrong: `try_send` does not wait, so if the channel is full when the connection ends, the client stays on the list forever.
// Fails: left
// Says:  the channel was full, and the event was thrown away

    // TODO 3 · left
    while let Ok(message) = socket.read() {
        tell(id, message, &events);
    }
    let _ = events.try_send((id, Event::Left));
    // END 3 · left
