// Wrong: it sleeps half a second before each message, so ten quick messages need five seconds to arrive.
// Fails: tell
// Says:  a thread sleeps at each message

    // TODO 2 · tell
    if let Message::Text(text) = message {
        thread::sleep(std::time::Duration::from_millis(500)); // nobody types faster
        let _ = events.send((id, Event::Said(text)));
    }
    // END 2 · tell
