// Wrong: the thread waits a little, and then throws the event away.
// Fails: tell
// Open:  broadcast, slow
// Says:  the channel was full, and the event was thrown away

    // TODO 2 · tell
    if let Message::Text(text) = message {
        let patience = std::time::Duration::from_micros(10);
        let _ = events.send_timeout((id, Event::Said(text)), patience);
    }
    // END 2 · tell
