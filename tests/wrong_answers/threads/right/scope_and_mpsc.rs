// Right: threads in a scope, and std's channel for the outbox.

    // TODO 1 · spawn
    thread::scope(|scope| {
        for (id, stream) in listener.incoming().flatten().enumerate() {
            let events = events.clone();
            scope.spawn(move || client(id, stream, events));
        }
    });
    // END 1 · spawn

// TODO 5 · slow
type Outbox = std::sync::mpsc::SyncSender<Utf8Bytes>;

fn open_outbox(stream: TcpStream) -> Outbox {
    let (outbox, queue) = std::sync::mpsc::sync_channel::<Utf8Bytes>(1024);
    thread::spawn(move || {
        let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
        for text in queue.iter() {
            if let Err(error) = socket.send(Message::Text(text)) {
                eprintln!("cannot write: {error}");
                break;
            }
        }
        let _ = socket.get_ref().shutdown(Shutdown::Both);
    });
    outbox
}

fn send(outbox: &mut Outbox, text: Utf8Bytes) -> bool {
    outbox.try_send(text).is_ok()
}
// END 5 · slow
