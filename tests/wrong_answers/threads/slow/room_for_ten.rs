// Wrong: the queue holds ten messages.
// Fails: slow
// Open:  tell, left, broadcast
// Says:  a client that reads late is cut off too early
// Says:  sleepy was cut off before 1024 messages waited

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
    outbox.try_send(text).is_ok()
}
// END 5 · slow
