// Wrong: it makes a channel of its own and sends there, so the broadcaster hears nothing and nobody can log in.
// Fails: tell
// Says:  the event goes into a channel of its own

    // TODO 2 · tell
    let (events, _queue) = bounded(64);
    if let Message::Text(text) = message {
        let _ = events.send((id, Event::Said(text)));
    }
    // END 2 · tell
