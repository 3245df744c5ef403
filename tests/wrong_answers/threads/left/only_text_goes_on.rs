// Wrong: the loop ends at the first message that is no text, so a client that sends a ping or binary is removed although it is still there.
// Fails: left
// Says:  `Event::Left` was sent while the connection was still open

    // TODO 3 · left
    while let Ok(Message::Text(text)) = socket.read() {
        tell(id, Message::Text(text), &events);
    }
    let _ = events.send((id, Event::Left));
    // END 3 · left
