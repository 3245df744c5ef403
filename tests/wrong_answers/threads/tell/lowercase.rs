// Wrong: the text is made lowercase, so Walter is called walter and nobody can shout.
// Fails: tell
// Says:  the text was changed before it became an event

    // TODO 2 · tell
    if let Message::Text(text) = message {
        let _ = events.send((id, Event::Said(text.to_lowercase().into())));
    }
    // END 2 · tell
