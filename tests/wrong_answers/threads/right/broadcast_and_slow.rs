// Right: the outbox is a boxed closure, and the room removes a client in two steps of its own

    // TODO 4 · broadcast
    let mut room = Room::default();
    loop {
        let Ok((id, event)) = events.recv() else { return };
        match event {
            Event::Connected(outbox) => room.outboxes.extend([(id, outbox)]),
            Event::Said(text) => room.respond(id, text),
            Event::Left => {
                room.leave(id);
                room.remove(id);
            }
        }
    }
    // END 4 · broadcast

// TODO 5 · slow
type Outbox = Box<dyn FnMut(Utf8Bytes) -> bool + Send>;

fn open_outbox(stream: TcpStream) -> Outbox {
    let (queue, texts) = bounded::<Utf8Bytes>(1024);
    thread::spawn(move || {
        let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
        for text in texts {
            if socket.send(Message::Text(text)).is_err() {
                break;
            }
        }
        let _ = socket.get_ref().shutdown(Shutdown::Both);
    });
    Box::new(move |text| queue.try_send(text).is_ok())
}

fn send(outbox: &mut Outbox, text: Utf8Bytes) -> bool {
    outbox(text)
}
// END 5 · slow
