// Wrong: it takes the client that connected last for the one who speaks, so with two clients the login of the first gives its name to the second.
// Fails: broadcast
// Says:  an event belongs to the client that it came from

    // TODO 4 · broadcast
    let mut room = Room::default();
    let mut current = 0;
    for (id, event) in events {
        match event {
            Event::Connected(outbox) => {
                current = id;
                room.outboxes.insert(current, outbox);
            }
            Event::Said(text) => room.respond(current, text),
            Event::Left => room.remove(id),
        }
    }
    // END 4 · broadcast
