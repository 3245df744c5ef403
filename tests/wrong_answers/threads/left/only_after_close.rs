// Wrong: `Left` is sent only at a Close, so a client whose connection is reset or sends nonsense stays on the list forever.
// Fails: left
// Says:  `Event::Left` is sent for some kinds of ending only

    // TODO 3 · left
    while let Ok(message) = socket.read() {
        let is_close = message.is_close();
        tell(id, message, &events);
        if is_close {
            let _ = events.send((id, Event::Left));
        }
    }
    // END 3 · left
