// Wrong: `unwrap` panics when a connection ends without a Close, so after a crash or a reset the client stays on the list.
// Fails: left
// Says:  a panic ends its thread, and with it everything that the thread

    // TODO 3 · left
    loop {
        let message = socket.read().unwrap();
        if message.is_close() {
            let _ = events.send((id, Event::Left));
            let _ = socket.flush();
            break;
        }
        tell(id, message, &events);
    }
    // END 3 · left
