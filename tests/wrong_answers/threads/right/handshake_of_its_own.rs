// Right: the thread does what `client` does.

    // TODO 1 · spawn
    for (id, stream) in listener.incoming().flatten().enumerate() {
        let events = events.clone();
        thread::spawn(move || {
            let run = || client(id, stream, events);
            run();
            eprintln!("thread {id} has ended");
        });
    }
    // END 1 · spawn

    // TODO 4 · broadcast
    let mut room = Room::default();
    loop {
        let Ok((id, event)) = events.recv() else { return };
        match (id, event) {
            (id, Event::Left) => room.remove(id),
            (id, Event::Said(text)) => room.respond(id, text),
            (id, Event::Connected(outbox)) => drop(room.outboxes.insert(id, outbox)),
        }
    }
    // END 4 · broadcast
