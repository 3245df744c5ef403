// Wrong: what is no JSON is thrown away, so nobody refuses it.
// Fails: tell
// Blocked: left, broadcast, slow
// Says:  some texts are not passed on

    // TODO 2 · tell
    if let Message::Text(text) = message
        && text.trim_start().starts_with('{')
    {
        let _ = events.send((id, Event::Said(text)));
    }
    // END 2 · tell
