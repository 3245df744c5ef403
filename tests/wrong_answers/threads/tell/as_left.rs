// Wrong: the client leaves with its first message.
// Fails: tell
// Blocked: left, broadcast, slow
// Open:  spawn
// Says:  this needs another event

    // TODO 2 · tell
    if let Message::Text(_) = message {
        let _ = events.send((id, Event::Left));
    }
    // END 2 · tell
