// Wrong: who has only connected is put on the roster, so the list shows "client 1" before that client has logged in, and it gets everyone's messages.
// Fails: broadcast
// Says:  active_users has one client 0 too many

    // TODO 4 · broadcast
    let mut room = Room::default();
    for (id, event) in events {
        match event {
            Event::Connected(outbox) => {
                room.outboxes.insert(id, outbox);
                room.roster.push((id, format!("client {id}")));
            }
            Event::Said(text) => room.respond(id, text),
            Event::Left => room.remove(id),
        }
    }
    // END 4 · broadcast
