// Wrong: a message that is no text, such as a Close, is a panic that ends the client's thread, so it stays on everybody's list.
// Fails: tell
// Says:  a panic ends its thread, and with it everything that the thread

    // TODO 2 · tell
    match message {
        Message::Text(text) => events.send((id, Event::Said(text))).unwrap(),
        other => panic!("unexpected message: {other:?}"),
    }
    // END 2 · tell
