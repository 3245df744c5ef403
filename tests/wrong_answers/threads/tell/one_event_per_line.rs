// Wrong: each line of a text becomes an event of its own, so a message with a newline in its JSON is refused in pieces.
// Fails: tell
// Says:  the text was changed before it became an event

    // TODO 2 · tell
    if let Message::Text(text) = message {
        for line in text.lines() {
            let _ = events.send((id, Event::Said(line.into())));
        }
    }
    // END 2 · tell
