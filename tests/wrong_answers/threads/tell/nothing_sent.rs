// Wrong: the event is made and never sent.
// Fails: tell
// Blocked: left, broadcast, slow
// Says:  the room does not hear anna
// Says:  no event of it goes into the channel

    // TODO 2 · tell
    if let Message::Text(text) = message {
        let event = (id, Event::Said(text));
        let _ = (events, event);
    }
    // END 2 · tell
