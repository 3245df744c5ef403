// Wrong: every leave removes the first client.
// Fails: left
// Open:  tell, broadcast, slow
// Says:  an event needs the `id` of its client

    // TODO 3 · left
    while let Ok(message) = socket.read() {
        tell(id, message, &events);
    }
    let _ = events.send((0, Event::Left));
    // END 3 · left
