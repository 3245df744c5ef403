// Wrong: every kind of message is made a text such as "Binary Data<length=3>", so a client that sends binary gets an error where nothing should come.
// Fails: tell
// Says:  other kinds of messages became events too

    // TODO 2 · tell
    let text = message.to_string();
    let _ = events.send((id, Event::Said(text.into())));
    // END 2 · tell
