// Wrong: the loop is ready at once, but a single worker thread serves the connections one after the other, so the second client waits for the end of the first.
// Fails: spawn
// Says:  one thread serves all clients in its loop

    // TODO 1 · spawn
    let (connections, waiting) = bounded::<(ClientId, TcpStream)>(128);
    thread::spawn(move || {
        for (id, stream) in waiting {
            client(id, stream, events.clone());
        }
    });
    for connection in listener.incoming().flatten().enumerate() {
        let _ = connections.send(connection);
    }
    // END 1 · spawn
