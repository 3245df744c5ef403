// Wrong: every message that is no text is taken for a goodbye, so a client that sends a ping or binary is removed from the room.
// Fails: tell
// Says:  a client that says something has not left

    // TODO 2 · tell
    let event = match message {
        Message::Text(text) => Event::Said(text),
        _ => Event::Left,
    };
    let _ = events.send((id, event));
    // END 2 · tell
