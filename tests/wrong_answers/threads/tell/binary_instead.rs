// Wrong: it takes the binary messages and ignores the texts, so nothing that a browser sends is heard.
// Fails: tell
// Says:  no event of it goes into the channel

    // TODO 2 · tell
    if let Message::Binary(data) = message {
        let text = String::from_utf8_lossy(&data).to_string();
        let _ = events.send((id, Event::Said(text.into())));
    }
    // END 2 · tell
