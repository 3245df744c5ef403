// Wrong: a text that is not JSON is thrown away, so the room cannot refuse it.
// Fails: tell
// Blocked: left, broadcast, slow
// Says:  some texts are not passed on
// Says:  every text goes to the room: what it

    // TODO 2 · tell
    if let Message::Text(text) = message
        && text.trim_start().starts_with('{')
    {
        let _ = events.send((id, Event::Said(text)));
    }
    // END 2 · tell
