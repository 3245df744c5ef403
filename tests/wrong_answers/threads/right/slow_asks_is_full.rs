// Right: asks whether the queue is full and then uses the waiting `send`, which cannot wait, for only the broadcaster fills the queue

// TODO 5 · slow
type Outbox = Sender<Utf8Bytes>;

fn open_outbox(stream: TcpStream) -> Outbox {
    let (outbox, texts) = bounded(1024);
    thread::spawn(move || write_all(stream, texts));
    outbox
}

fn write_all(stream: TcpStream, texts: Receiver<Utf8Bytes>) {
    let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
    let _ = texts.iter().try_for_each(|text| socket.send(Message::Text(text)));
    let _ = socket.get_ref().shutdown(Shutdown::Both);
}

fn send(outbox: &mut Outbox, text: Utf8Bytes) -> bool {
    if outbox.is_full() {
        return false;
    }
    outbox.send(text).is_ok()
}
// END 5 · slow
