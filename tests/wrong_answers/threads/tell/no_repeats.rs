// Wrong: a text that equals the last one is dropped as a duplicate, so who says "ok" twice is heard once.
// Fails: tell
// Says:  a repeated message got lost

    // TODO 2 · tell
    static LAST: std::sync::Mutex<String> = std::sync::Mutex::new(String::new());
    if let Message::Text(text) = message {
        let mut last = LAST.lock().unwrap();
        if *last == text.as_str() {
            return;
        }
        *last = text.to_string();
        drop(last);
        let _ = events.send((id, Event::Said(text)));
    }
    // END 2 · tell
