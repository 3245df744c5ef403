// Wrong: the thread sleeps before each message.
// Fails: tell
// Open:  left, broadcast, slow
// Says:  a thread sleeps at each message

    // TODO 2 · tell
    if let Message::Text(text) = message {
        thread::sleep(std::time::Duration::from_millis(100));
        let _ = events.send((id, Event::Said(text)));
    }
    // END 2 · tell
