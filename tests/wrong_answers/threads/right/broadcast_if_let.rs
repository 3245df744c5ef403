// Right: `recv` in a `while let`, and a chain of `if let` instead of a match

    // TODO 4 · broadcast
    let mut room = Room { outboxes: HashMap::new(), roster: Vec::new() };
    while let Ok(next) = events.recv() {
        let id = next.0;
        if let Event::Connected(outbox) = next.1 {
            room.outboxes.entry(id).insert_entry(outbox);
        } else if let Event::Said(text) = next.1 {
            Room::respond(&mut room, id, text);
        } else {
            Room::remove(&mut room, id);
        }
    }
    // END 4 · broadcast
