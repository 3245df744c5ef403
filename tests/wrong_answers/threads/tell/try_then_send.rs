// Wrong: it tries without waiting and then sends anyway, so while there is room each message is sent twice and everyone sees it twice.
// Fails: tell
// Says:  an answer came more than once

    // TODO 2 · tell
    if let Message::Text(text) = message {
        let _ = events.try_send((id, Event::Said(text.clone()))); // quick, if there is room
        let _ = events.send((id, Event::Said(text))); // waits, if there is none
    }
    // END 2 · tell
