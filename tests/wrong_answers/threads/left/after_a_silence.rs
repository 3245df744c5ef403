// Wrong: a client that is silent for a second is treated as gone.
// Fails: left
// Open:  spawn, tell, broadcast, slow
// Says:  Silence is no end

    // TODO 3 · left
    let patience = Some(std::time::Duration::from_secs(1));
    let _ = socket.get_ref().set_read_timeout(patience);
    while let Ok(message) = socket.read() {
        tell(id, message, &events);
    }
    let _ = events.send((id, Event::Left));
    // END 3 · left
