// Right: a thread builder that gives each thread a name, and only logs when no thread can be started

    // TODO 1 · spawn
    for (id, stream) in listener.incoming().flatten().enumerate() {
        let sender = Sender::clone(&events);
        let builder = thread::Builder::new().name(format!("client {id}"));
        if let Err(error) = builder.spawn(move || client(id, stream, sender)) {
            eprintln!("no thread for client {id}: {error}");
        }
    }
    // END 1 · spawn
