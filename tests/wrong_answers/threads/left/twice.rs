// Wrong: the event is sent after a Close, and again at the end.
// Fails: left
// Says:  a client left more than once
// Says:  `Event::Left` is sent more than once for one

    // TODO 3 · left
    while let Ok(message) = socket.read() {
        if message.is_close() {
            let _ = events.send((id, Event::Left));
        }
        tell(id, message, &events);
    }
    let _ = events.send((id, Event::Left));
    // END 3 · left
