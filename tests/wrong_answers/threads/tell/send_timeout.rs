// Wrong: it waits at most 50 ms for room in the channel and then drops the message, so a busy room loses messages.
// Fails: tell
// Says:  the channel was full, and the event was thrown away

    // TODO 2 · tell
    if let Message::Text(text) = message {
        let patience = std::time::Duration::from_millis(50);
        let _ = events.send_timeout((id, Event::Said(text)), patience);
    }
    // END 2 · tell
