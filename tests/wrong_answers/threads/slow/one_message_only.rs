// Wrong: the writer takes one message and hangs up, so every client loses its connection after its first message.
// Fails: slow
// Says:  was closed
// Says:  the writer thread writes once, and ends. It

// TODO 5 · slow
type Outbox = Sender<Utf8Bytes>;

fn open_outbox(stream: TcpStream) -> Outbox {
    let (outbox, texts) = bounded(1024);
    thread::spawn(move || {
        let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
        if let Ok(text) = texts.recv() {
            let _ = socket.send(Message::Text(text));
        }
        let _ = socket.get_ref().shutdown(Shutdown::Both);
    });
    outbox
}

fn send(outbox: &mut Outbox, text: Utf8Bytes) -> bool {
    outbox.try_send(text).is_ok()
}
// END 5 · slow
