// Wrong: instead of `Left` it says {"type": "disconnect"} in the client's name, so the outbox stays in the room and the connection is never closed.
// Fails: left
// Says:  `Event

    // TODO 3 · left
    while let Ok(message) = socket.read() {
        tell(id, message, &events);
    }
    let goodbye = json!({"type": "disconnect"}).to_string();
    tell(id, Message::Text(goodbye.into()), &events);
    // END 3 · left
