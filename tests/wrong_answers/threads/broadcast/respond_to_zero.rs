// Wrong: the room always responds as if client 0 had spoken, so the login of the second client renames the first and errors go to the wrong one.
// Fails: broadcast
// Says:  an event belongs to the client that it came from

    // TODO 4 · broadcast
    let mut room = Room::default();
    for (id, event) in events {
        match event {
            Event::Connected(outbox) => {
                room.outboxes.insert(id, outbox);
            }
            Event::Said(text) => room.respond(0, text),
            Event::Left => room.remove(id),
        }
    }
    // END 4 · broadcast
