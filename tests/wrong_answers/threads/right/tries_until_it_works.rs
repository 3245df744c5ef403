// Right: a full channel is tried again and again; nothing is lost.

    // TODO 2 · tell
    let Message::Text(text) = message else { return };
    let mut event = (id, Event::Said(text));
    while let Err(error) = events.try_send(event) {
        if error.is_disconnected() {
            return;
        }
        event = error.into_inner();
        thread::yield_now();
    }
    // END 2 · tell
