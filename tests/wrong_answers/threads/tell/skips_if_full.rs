// Wrong: it sends only if the channel is not full and else does nothing, so in a flood some messages get lost.
// Says: e
// Fails: tell

    // TODO 2 · tell
    match message {
        Message::Text(text) if !events.is_full() => {
            let _ = events.send((id, Event::Said(text)));
        }
        _ => {}
    }
    // END 2 · tell
