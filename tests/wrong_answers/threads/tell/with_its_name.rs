// Wrong: a name is put in front of the text, so it is not JSON any more.
// Fails: tell
// Blocked: left, broadcast, slow
// Says:  the text of a message was changed
// Says:  the text was changed on its way to

    // TODO 2 · tell
    if let Message::Text(text) = message {
        let _ = events.send((id, Event::Said(format!("client {id}: {text}").into())));
    }
    // END 2 · tell
