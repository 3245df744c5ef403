// Wrong: only JSON is passed on, and that is written anew, so a client that sends nonsense gets no error and a chat loses its spaces.
// Fails: tell
// Says:  every text goes to the room

    // TODO 2 · tell
    if let Message::Text(text) = message {
        if let Ok(data) = serde_json::from_str::<Value>(&text) {
            let _ = events.send((id, Event::Said(data.to_string().into())));
        }
    }
    // END 2 · tell
