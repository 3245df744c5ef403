// Right: waits for one event, then takes all that wait behind it, in their order

    // TODO 4 · broadcast
    let mut room = Room::default();
    while let Ok(first) = events.recv() {
        for (id, event) in std::iter::once(first).chain(events.try_iter()) {
            match (id, event) {
                (id, Event::Connected(outbox)) => {
                    let _old = room.outboxes.insert(id, outbox);
                }
                (id, Event::Said(text)) => room.respond(id, text),
                (id, Event::Left) => room.remove(id),
            }
        }
    }
    // END 4 · broadcast
