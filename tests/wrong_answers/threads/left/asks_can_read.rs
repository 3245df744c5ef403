// Wrong: the loop asks `can_read` and ignores errors, so after bytes that are no message it spins on and the client does not leave.
// Fails: left
// Says:  `Event::Left` is sent for some kinds of ending only

    // TODO 3 · left
    while socket.can_read() {
        if let Ok(message) = socket.read() {
            tell(id, message, &events);
        }
    }
    let _ = events.send((id, Event::Left));
    // END 3 · left
