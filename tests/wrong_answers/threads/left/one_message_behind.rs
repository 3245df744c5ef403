// Wrong: the loop keeps the newest message back until the next one comes, so each word arrives one message late and the last one after `Left`.
// Fails: left
// Says:  the thread keeps what it has read, and tells it later

    // TODO 3 · left
    let mut newest = None;
    while let Ok(message) = socket.read() {
        if let Some(message) = newest.replace(message) {
            tell(id, message, &events);
        }
    }
    let _ = events.send((id, Event::Left));
    if let Some(message) = newest {
        tell(id, message, &events);
    }
    // END 3 · left
