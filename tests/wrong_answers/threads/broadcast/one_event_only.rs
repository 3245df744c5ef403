// Wrong: it takes a single event from the channel and then ends with the room, so even the first client is hung up on.
// Fails: broadcast
// Says:  was closed
// Says:  the loop has ended, and with it the

    // TODO 4 · broadcast
    let mut room = Room::default();
    if let Ok((id, event)) = events.recv() {
        match event {
            Event::Connected(outbox) => {
                room.outboxes.insert(id, outbox);
            }
            Event::Said(text) => room.respond(id, text),
            Event::Left => room.remove(id),
        }
    }
    // END 4 · broadcast
