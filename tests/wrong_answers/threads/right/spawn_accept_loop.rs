// Right: calls `accept` in a plain loop and counts the ids by hand

    // TODO 1 · spawn
    let mut next_id: ClientId = 0;
    loop {
        let Ok((stream, _address)) = listener.accept() else { continue };
        let (id, events) = (next_id, events.clone());
        next_id += 1;
        thread::spawn(move || client(id, stream, events));
    }
    // END 1 · spawn
