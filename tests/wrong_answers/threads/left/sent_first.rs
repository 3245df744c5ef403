// Wrong: the client leaves before it has said anything.
// Fails: left
// Blocked: spawn, tell, broadcast, slow
// Says:  is sent before anything was read

    // TODO 3 · left
    let _ = events.send((id, Event::Left));
    while let Ok(message) = socket.read() {
        tell(id, message, &events);
    }
    // END 3 · left
