// Wrong: the end of a connection is an error, and unwrap panics.
// Fails: left
// Open:  tell, broadcast, slow
// Says:  a thread of the server panicked
// Says:  a panic ends its thread, and with it

    // TODO 3 · left
    loop {
        let message = socket.read().unwrap();
        tell(id, message, &events);
        if !socket.can_read() {
            break;
        }
    }
    let _ = events.send((id, Event::Left));
    // END 3 · left
