// Wrong: pings, pongs, Closes and binary messages can become text too, so a client that pings gets the error "not JSON", and a chat in a binary message is relayed.
// Fails: tell
// Says:  other kinds of messages became events too

    // TODO 2 · tell
    if let Ok(text) = message.into_text() {
        let _ = events.send((id, Event::Said(text)));
    }
    // END 2 · tell
