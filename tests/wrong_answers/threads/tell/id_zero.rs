// Wrong: all messages travel with the id 0, so whoever logs in renames client 0, and the others never get on the list.
// Fails: tell
// Says:  an event belongs to the client that it came from

    // TODO 2 · tell
    let id = 0;
    if let Message::Text(text) = message {
        let _ = events.send((id, Event::Said(text)));
    }
    // END 2 · tell
