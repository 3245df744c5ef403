// Right: all five holes at once, with helper functions inside of the holes

    // TODO 1 · spawn
    let mut ids = 0..;
    for connection in listener.incoming() {
        let Ok(stream) = connection else { continue };
        let Some(id) = ids.next() else { return };
        let sender = events.clone();
        let run = move || client(id, stream, sender);
        drop(thread::spawn(run));
    }
    // END 1 · spawn

    // TODO 2 · tell
    fn to_event(message: Message) -> Option<Event> {
        match message {
            Message::Text(text) => Some(Event::Said(text)),
            _ => None,
        }
    }
    to_event(message).map(|event| events.send((id, event)));
    // END 2 · tell

    // TODO 3 · left
    let mut is_open = true;
    while is_open {
        match socket.read() {
            Ok(message) => tell(id, message, &events),
            Err(_) => is_open = false,
        }
    }
    drop(socket);
    events.send((id, Event::Left)).unwrap_or(());
    // END 3 · left

    // TODO 4 · broadcast
    fn handle(room: &mut Room, id: ClientId, event: Event) {
        match event {
            Event::Connected(outbox) => {
                room.outboxes.insert(id, outbox);
            }
            Event::Said(text) => room.respond(id, text),
            Event::Left => room.remove(id),
        }
    }
    let mut room = Room::default();
    events.iter().for_each(|(id, event)| handle(&mut room, id, event));
    // END 4 · broadcast

// TODO 5 · slow
struct Outbox(Sender<Utf8Bytes>);

fn open_outbox(stream: TcpStream) -> Outbox {
    const WAITING: usize = 1 << 10;
    let (sender, receiver) = bounded::<Utf8Bytes>(WAITING);
    thread::Builder::new()
        .name("writer".to_string())
        .spawn(move || {
            let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
            let mut is_fine = true;
            while is_fine {
                let Ok(text) = receiver.recv() else { break };
                is_fine = socket.send(Message::Text(text)).is_ok();
            }
            let _ = socket.get_ref().shutdown(Shutdown::Both);
        })
        .expect("no thread for a writer");
    Outbox(sender)
}

fn send(Outbox(sender): &mut Outbox, text: Utf8Bytes) -> bool {
    match sender.try_send(text) {
        Ok(_) => true,
        Err(_) => false,
    }
}
// END 5 · slow
