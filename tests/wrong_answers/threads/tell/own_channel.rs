// Wrong: it makes a channel of its own and sends there, so the broadcaster hears nothing and nobody can log in.
// Says: e
// Fails: tell

    // TODO 2 · tell
    let (events, _queue) = bounded(64);
    if let Message::Text(text) = message {
        let _ = events.send((id, Event::Said(text)));
    }
    // END 2 · tell
