// Right: the loop itself runs in a thread, and `main` waits for that one

    // TODO 1 · spawn
    let acceptor = thread::spawn(move || {
        let mut clients = Vec::new();
        for (id, stream) in listener.incoming().flatten().enumerate() {
            let events = events.clone();
            clients.push(thread::spawn(move || client(id, stream, events)));
            clients.retain(|client| !client.is_finished());
        }
    });
    let _ = acceptor.join();
    // END 1 · spawn
