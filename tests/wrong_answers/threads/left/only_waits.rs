// Wrong: the loop only waits for the end and does not tell what it reads, so the client leaves but nobody heard a word of it.
// Fails: left
// Says:  the thread reads, and does not tell what it has read

    // TODO 3 · left
    while socket.read().is_ok() {}
    let _ = events.send((id, Event::Left));
    // END 3 · left
