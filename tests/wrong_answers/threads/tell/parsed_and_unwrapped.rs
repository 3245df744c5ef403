// Wrong: the text may not be JSON, and then the thread panics.
// Fails: tell
// Blocked: left, broadcast, slow
// Says:  a thread of the server panicked
// Says:  a panic ends its thread, and with it

    // TODO 2 · tell
    if let Message::Text(text) = message {
        let data: Value = serde_json::from_str(&text).unwrap();
        let _ = events.send((id, Event::Said(data.to_string().into())));
    }
    // END 2 · tell
