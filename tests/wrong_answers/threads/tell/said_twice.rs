// Wrong: each message is sent twice.
// Fails: tell
// Blocked: left, broadcast, slow
// Says:  an answer came more than once

    // TODO 2 · tell
    if let Message::Text(text) = message {
        let _ = events.send((id, Event::Said(text.clone())));
        let _ = events.send((id, Event::Said(text)));
    }
    // END 2 · tell
