// Wrong: the loop asks for connections only every two seconds and takes one each time, so every client waits for its handshake.
// Says: e
// Fails: spawn

    // TODO 1 · spawn
    listener.set_nonblocking(true).unwrap();
    let mut id = 0;
    loop {
        if let Ok((stream, _)) = listener.accept() {
            let _ = stream.set_nonblocking(false);
            let events = events.clone();
            thread::spawn(move || client(id, stream, events));
            id += 1;
        }
        thread::sleep(std::time::Duration::from_secs(2));
    }
    // END 1 · spawn
