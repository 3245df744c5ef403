// Wrong: the loop ends at the first event that is not a message.
// Fails: broadcast
// Blocked: spawn, tell, left, slow
// Says:  the client's outbox was dropped

    // TODO 4 · broadcast
    let mut room = Room::default();
    while let Ok((id, Event::Said(text))) = events.recv() {
        room.respond(id, text);
    }
    let _ = Room::remove;
    // END 4 · broadcast
