// Right: the room is the state of a fold over the events

    // TODO 4 · broadcast
    let _ = events.into_iter().fold(Room::default(), |mut room, (id, event)| {
        match event {
            Event::Left => room.remove(id),
            Event::Said(text) => room.respond(id, text),
            Event::Connected(outbox) => drop(room.outboxes.insert(id, outbox)),
        }
        room
    });
    // END 4 · broadcast
