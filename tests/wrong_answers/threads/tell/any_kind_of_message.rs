// Wrong: a ping becomes an event, too.
// Fails: tell
// Says:  was taken for a text
// Says:  other kinds of messages became events too. Look

    // TODO 2 · tell
    if let Ok(text) = message.into_text() {
        let _ = events.send((id, Event::Said(text)));
    }
    // END 2 · tell
