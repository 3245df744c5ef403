// Wrong: the thread ends after the first thing that its client says.
// Fails: spawn
// Blocked: tell, left, broadcast, slow
// Says:  a thread ends with its client's first message
// Says:  the thread has to read on until its

    // TODO 1 · spawn
    for (id, stream) in listener.incoming().flatten().enumerate() {
        let events = events.clone();
        thread::spawn(move || {
            let Ok(writing_half) = stream.try_clone() else { return };
            let Ok(mut socket) = accept(stream) else { return };
            let _ = events.send((id, Event::Connected(open_outbox(writing_half))));
            while let Ok(message) = socket.read() {
                let is_text = message.is_text();
                tell(id, message, &events);
                if is_text {
                    break;
                }
            }
            let _ = events.send((id, Event::Left));
        });
    }
    // END 1 · spawn
