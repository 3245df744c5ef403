// Wrong: the thread reads once, and ends.
// Fails: spawn
// Blocked: tell, left, broadcast, slow
// Says:  `client` has to run in it

    // TODO 1 · spawn
    for (id, stream) in listener.incoming().flatten().enumerate() {
        let events = events.clone();
        thread::spawn(move || {
            let Ok(writing_half) = stream.try_clone() else { return };
            let Ok(mut socket) = accept(stream) else { return };
            let _ = events.send((id, Event::Connected(open_outbox(writing_half))));
            if let Ok(message) = socket.read() {
                tell(id, message, &events);
            }
            let _ = events.send((id, Event::Left));
        });
    }
    // END 1 · spawn
