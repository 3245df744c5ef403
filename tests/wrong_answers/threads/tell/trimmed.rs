// Wrong: spaces at both ends are removed.
// Fails: tell
// Says:  the text of a message was changed
// Says:  the text was changed before it became an

    // TODO 2 · tell
    if let Message::Text(text) = message {
        let _ = events.send((id, Event::Said(text.trim().into())));
    }
    // END 2 · tell
