// Right: accept, Builder, match, recv, and a struct for the outbox.

    // TODO 1 · spawn
    let mut next_id = 0;
    loop {
        match listener.accept() {
            Ok((stream, address)) => {
                let (id, sender) = (next_id, events.clone());
                let thread = thread::Builder::new().name(format!("client {id} at {address}"));
                match thread.spawn(move || client(id, stream, sender)) {
                    Ok(_) => next_id += 1,
                    Err(error) => eprintln!("no thread for {address}: {error}"),
                }
            }
            Err(error) => eprintln!("cannot accept: {error}"),
        }
    }
    // END 1 · spawn

    // TODO 2 · tell
    match message {
        Message::Text(text) => {
            let event = Event::Said(text);
            if events.send((id, event)).is_err() {
                eprintln!("the broadcaster has ended");
            }
        }
        other => drop(other),
    }
    // END 2 · tell

    // TODO 3 · left
    let reason = loop {
        match socket.read() {
            Ok(message) => tell(id, message, &events),
            Err(error) => break error,
        }
    };
    eprintln!("client {id}: {reason}");
    events.send((id, Event::Left)).unwrap_or_default();
    // END 3 · left

    // TODO 4 · broadcast
    let mut everyone = Room { outboxes: HashMap::new(), roster: Vec::new() };
    while let Ok((who, what)) = events.recv() {
        if let Event::Connected(outbox) = what {
            everyone.outboxes.insert(who, outbox);
        } else if let Event::Said(text) = what {
            everyone.respond(who, text);
        } else {
            everyone.remove(who);
        }
    }
    // END 4 · broadcast

// TODO 5 · slow
struct Outbox {
    waiting: Sender<Utf8Bytes>,
}

fn open_outbox(stream: TcpStream) -> Outbox {
    let (waiting, texts) = bounded(1024);
    let writer = thread::Builder::new().name("writer".to_string());
    let _ = writer.spawn(move || write_all(stream, &texts));
    Outbox { waiting }
}

fn write_all(stream: TcpStream, texts: &Receiver<Utf8Bytes>) {
    let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
    while let Ok(text) = texts.recv() {
        let Ok(()) = socket.send(text.to_string().into()) else { break };
    }
    let _ = socket.into_inner().shutdown(Shutdown::Both);
}

fn send(outbox: &mut Outbox, text: Utf8Bytes) -> bool {
    match outbox.waiting.try_send(text) {
        Ok(()) => true,
        Err(_) => false,
    }
}
// END 5 · slow
