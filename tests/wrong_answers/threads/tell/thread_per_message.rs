// Wrong: each message has a thread that waits, and the threads overtake each other.
// Fails: tell
// Open:  left, broadcast, slow
// Says:  threads overtake each other

    // TODO 2 · tell
    if let Message::Text(text) = message {
        let events = events.clone();
        thread::spawn(move || events.send((id, Event::Said(text))));
    }
    // END 2 · tell
