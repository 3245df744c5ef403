// Wrong: it sends only if the channel is not full and else does nothing, so in a flood some messages get lost.
// Fails: tell
// Says:  messages got lost when many talked at once

    // TODO 2 · tell
    match message {
        Message::Text(text) if !events.is_full() => {
            let _ = events.send((id, Event::Said(text)));
        }
        _ => {}
    }
    // END 2 · tell
