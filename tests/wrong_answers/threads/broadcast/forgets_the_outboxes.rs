// Wrong: a client that has connected is not known to the room.
// Fails: broadcast
// Blocked: spawn, tell, left, slow
// Says:  the client's outbox was dropped

    // TODO 4 · broadcast
    let mut room = Room::default();
    for (id, event) in events {
        match event {
            Event::Connected(_) => eprintln!("client {id} has connected"),
            Event::Said(text) => room.respond(id, text),
            Event::Left => room.remove(id),
        }
    }
    // END 4 · broadcast
