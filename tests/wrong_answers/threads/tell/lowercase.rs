// Wrong: the text is made lowercase, so Walter is called walter and nobody can shout.
// Says: e
// Fails: tell

    // TODO 2 · tell
    if let Message::Text(text) = message {
        let _ = events.send((id, Event::Said(text.to_lowercase().into())));
    }
    // END 2 · tell
