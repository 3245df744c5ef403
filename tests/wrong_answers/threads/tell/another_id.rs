// Wrong: everyone speaks as the first client.
// Fails: tell
// Blocked: left, broadcast, slow
// Says:  an answer comes to another client
// Says:  an event belongs to the client that it

    // TODO 2 · tell
    if let Message::Text(text) = message {
        let _ = events.send((0, Event::Said(text)));
    }
    let _ = id;
    // END 2 · tell
