// Wrong: the handshake happens before there is a thread.
// Fails: spawn
// Says:  the handshake happens in the loop

    // TODO 1 · spawn
    for (id, stream) in listener.incoming().flatten().enumerate() {
        let Ok(writing_half) = stream.try_clone() else { continue };
        let Ok(mut socket) = accept(stream) else { continue };
        let events = events.clone();
        thread::spawn(move || {
            let _ = events.send((id, Event::Connected(open_outbox(writing_half))));
            while let Ok(message) = socket.read() {
                tell(id, message, &events);
            }
            let _ = events.send((id, Event::Left));
        });
    }
    // END 1 · spawn
