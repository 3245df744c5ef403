// Wrong: only the outbox of a client that left is removed, so its name stays on everybody's list and no leave is announced.
// Fails: broadcast
// Says:  `Event::Left` comes out of the channel, and the room does not

    // TODO 4 · broadcast
    let mut room = Room::default();
    for (id, event) in events {
        match event {
            Event::Connected(outbox) => {
                room.outboxes.insert(id, outbox);
            }
            Event::Said(text) => room.respond(id, text),
            Event::Left => {
                room.outboxes.remove(&id);
            }
        }
    }
    // END 4 · broadcast
