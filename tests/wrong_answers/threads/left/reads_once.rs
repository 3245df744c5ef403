// Wrong: the client leaves after one message.
// Fails: left
// Blocked: spawn, tell, broadcast, slow
// Says:  the thread reads only once

    // TODO 3 · left
    if let Ok(message) = socket.read() {
        tell(id, message, &events);
    }
    let _ = events.send((id, Event::Left));
    // END 3 · left
