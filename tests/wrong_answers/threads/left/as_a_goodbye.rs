// Wrong: the thread says a goodbye for its client, and the room keeps the outbox.
// Fails: left
// Says:  something else is in its place

    // TODO 3 · left
    while let Ok(message) = socket.read() {
        tell(id, message, &events);
    }
    let goodbye = json!({"type": "disconnect"}).to_string();
    let _ = events.send((id, Event::Said(goodbye.into())));
    // END 3 · left
