// Wrong: the queue holds ten messages, and others are thrown away.
// Fails: slow
// Open:  tell, left, broadcast
// Says:  a client that reads late has lost messages
// Says:  messages were thrown away while sleepy did not

// TODO 5 · slow
type Outbox = Sender<Utf8Bytes>;

fn open_outbox(stream: TcpStream) -> Outbox {
    let (outbox, queue) = bounded(10);
    let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
    thread::spawn(move || {
        for text in queue {
            if socket.send(Message::Text(text)).is_err() {
                break;
            }
        }
        let _ = socket.get_ref().shutdown(Shutdown::Both);
    });
    outbox
}

fn send(outbox: &mut Outbox, text: Utf8Bytes) -> bool {
    let _ = outbox.try_send(text);
    true
}
// END 5 · slow
