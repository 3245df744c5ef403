// Wrong: a client that never said anything gets no `Left`, so its outbox stays in the room and its connection is never closed.
// Fails: left
// Says:  the event is sent only if the client has said something

    // TODO 3 · left
    let mut has_spoken = false;
    while let Ok(message) = socket.read() {
        has_spoken |= message.is_text();
        tell(id, message, &events);
    }
    if has_spoken {
        let _ = events.send((id, Event::Left));
    }
    // END 3 · left
