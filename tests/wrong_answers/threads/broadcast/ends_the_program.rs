// Wrong: the program ends when somebody leaves.
// Fails: broadcast
// Blocked: left, slow
// Open:  tell, spawn
// Says:  something ends the program

    // TODO 4 · broadcast
    let mut room = Room::default();
    for (id, event) in events {
        match event {
            Event::Connected(outbox) => _ = room.outboxes.insert(id, outbox),
            Event::Said(text) => room.respond(id, text),
            Event::Left => {
                room.remove(id);
                std::process::exit(0);
            }
        }
    }
    // END 4 · broadcast
