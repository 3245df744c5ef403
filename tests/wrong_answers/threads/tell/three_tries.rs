// Wrong: it tries three times without waiting in between and then gives up, so messages get lost while the channel is full.
// Fails: tell
// Says:  the channel was full, and the event was thrown away

    // TODO 2 · tell
    if let Message::Text(text) = message {
        for _ in 0..3 {
            if events.try_send((id, Event::Said(text.clone()))).is_ok() {
                return;
            }
            thread::yield_now();
        }
        eprintln!("client {id}: the channel is full");
    }
    // END 2 · tell
