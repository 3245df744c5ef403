// Wrong: every text is only relayed to those logged in, and since no login is understood there is never anyone, so nobody gets anything.
// Fails: broadcast
// Says:  the room does not respond to

    // TODO 4 · broadcast
    let mut room = Room::default();
    for (id, event) in events {
        match event {
            Event::Connected(outbox) => {
                room.outboxes.insert(id, outbox);
            }
            Event::Said(text) => room.relay(text),
            Event::Left => room.remove(id),
        }
    }
    // END 4 · broadcast
