// Wrong: `Left` travels with the id 0, so whoever goes, the first client is removed and the one that went stays.
// Fails: left
// Says:  an event needs the `id` of its client, and another client was

    // TODO 3 · left
    while let Ok(message) = socket.read() {
        tell(id, message, &events);
    }
    let _ = events.send((0, Event::Left));
    // END 3 · left
