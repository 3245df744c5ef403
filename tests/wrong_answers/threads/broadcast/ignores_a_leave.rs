// Wrong: a client that has left stays on the roster.
// Fails: broadcast
// Blocked: left
// Says:  the room does not announce a leave
// Says:  `Event::Left` comes out of the channel, and the

    // TODO 4 · broadcast
    let mut room = Room::default();
    for (id, event) in events {
        match event {
            Event::Connected(outbox) => _ = room.outboxes.insert(id, outbox),
            Event::Said(text) => room.respond(id, text),
            Event::Left => eprintln!("client {id} has left"),
        }
    }
    let _ = Room::remove;
    // END 4 · broadcast
