// Wrong: messages that do not fit are thrown away, and the client stays.
// Fails: slow
// Says:  a client that never reads is never cut off

// TODO 5 · slow
type Outbox = Sender<Utf8Bytes>;

fn open_outbox(stream: TcpStream) -> Outbox {
    let (outbox, queue) = bounded(1024);
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
