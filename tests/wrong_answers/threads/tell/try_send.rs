// Wrong: `try_send` does not wait while the channel is full, so in a flood some messages get lost.
// Fails: tell
// Says:  the channel was full, and the event was thrown away

    // TODO 2 · tell
    if let Message::Text(text) = message {
        let _ = events.try_send((id, Event::Said(text)));
    }
    // END 2 · tell
