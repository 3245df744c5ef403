// Wrong: made for a grader that looks for words: the waiting `send` is only a comment, the code uses `try_send` and loses messages in a flood.
// Fails: tell
// Says:  the channel was full, and the event was thrown away

    // TODO 2 · tell
    // if let Message::Text(text) = message { let _ = events.send((id, Event::Said(text))); }
    match message {
        Message::Text(text) => drop(events.try_send((id, Event::Said(text)))),
        _ => (),
    }
    // END 2 · tell
