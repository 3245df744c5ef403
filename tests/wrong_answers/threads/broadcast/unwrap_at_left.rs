// Wrong: it unwraps the outbox of a client that left, but a client that was cut off has none any more, so then the broadcaster panics and the room is dead for all.
// Says: e
// Fails: broadcast

    // TODO 4 · broadcast
    let mut room = Room::default();
    for (id, event) in events {
        match event {
            Event::Connected(outbox) => {
                room.outboxes.insert(id, outbox);
            }
            Event::Said(text) => room.respond(id, text),
            Event::Left => {
                let outbox = room.outboxes.remove(&id).unwrap();
                drop(outbox);
                room.remove(id);
            }
        }
    }
    // END 4 · broadcast
