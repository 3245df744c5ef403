// Wrong: the text is taken apart and put together again.
// Fails: tell
// Says:  the text of a message was changed
// Says:  the text was changed before it became an

    // TODO 2 · tell
    if let Message::Text(text) = message {
        let text = match serde_json::from_str::<Value>(&text) {
            Ok(data) => data.to_string().into(),
            Err(_) => text,
        };
        let _ = events.send((id, Event::Said(text)));
    }
    // END 2 · tell
