// Wrong: the arm `_ => {}` swallows `Left`, so a client that closed its tab stays on the list.
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
            _ => {}
        }
    }
    // END 4 · broadcast
