// Right: `try_send` again and again with the same event until there is room, which is waiting too

    // TODO 2 · tell
    if let Message::Text(text) = message {
        let mut event = (id, Event::Said(text));
        while let Err(crossbeam_channel::TrySendError::Full(returned)) = events.try_send(event) {
            event = returned;
            thread::sleep(std::time::Duration::from_micros(200));
        }
    }
    // END 2 · tell
