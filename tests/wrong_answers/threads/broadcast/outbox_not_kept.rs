// Wrong: the outbox of a new client is not kept but dropped, so everyone is hung up on right after the handshake.
// Fails: broadcast
// Says:  the client's outbox was dropped, and with it went the connection

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
