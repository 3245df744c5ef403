// Wrong: the text is formatted with {:?} and so gets quotes and backslashes, is no JSON object any more, and every message is refused or unrecognized.
// Fails: tell
// Says:  the text was changed on its way to the room

    // TODO 2 · tell
    if let Message::Text(text) = message {
        let text = format!("{text:?}");
        let _ = events.send((id, Event::Said(text.into())));
    }
    // END 2 · tell
