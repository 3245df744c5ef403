// Wrong: four threads share the clients; a fifth client waits.
// Fails: spawn
// Blocked: tell, left, broadcast
// Open:  slow
// Says:  the number of threads has a limit

    // TODO 1 · spawn
    let (waiting, streams) = bounded::<(ClientId, TcpStream)>(100);
    for _ in 0..4 {
        let (streams, events) = (streams.clone(), events.clone());
        thread::spawn(move || {
            for (id, stream) in streams {
                client(id, stream, events.clone());
            }
        });
    }
    for connection in listener.incoming().flatten().enumerate() {
        let _ = waiting.send(connection);
    }
    // END 1 · spawn
