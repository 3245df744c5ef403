// Wrong: `try_send` fails in a full channel, and the thread panics.
// Fails: tell
// Open:  broadcast, slow
// Says:  a thread of the server panicked
// Says:  a panic ends its thread, and with it

    // TODO 2 · tell
    if let Message::Text(text) = message {
        events.try_send((id, Event::Said(text))).unwrap();
    }
    // END 2 · tell
