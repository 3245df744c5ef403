// Wrong: it collects all events into a Vec before it looks at the first one, and since they never end, nobody gets anything.
// Fails: broadcast
// Says:  the room does not respond to

    // TODO 4 · broadcast
    let mut room = Room::default();
    let all: Vec<(ClientId, Event)> = events.into_iter().collect();
    for (id, event) in all {
        match event {
            Event::Connected(outbox) => {
                room.outboxes.insert(id, outbox);
            }
            Event::Said(text) => room.respond(id, text),
            Event::Left => room.remove(id),
        }
    }
    // END 4 · broadcast
