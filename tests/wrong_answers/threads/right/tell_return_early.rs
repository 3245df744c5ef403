// Right: a match that returns early, and `unwrap_or_default` to ignore the error

    // TODO 2 · tell
    let text = match message {
        Message::Text(text) => text,
        Message::Binary(_) | Message::Ping(_) | Message::Pong(_) => return,
        _ => return,
    };
    events.send((id, Event::Said(text))).unwrap_or_default();
    // END 2 · tell
