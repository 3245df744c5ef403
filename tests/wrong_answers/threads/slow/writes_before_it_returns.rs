// Wrong: `open_outbox` writes by itself, and never returns.
// Fails: slow
// Blocked: spawn, tell, left, broadcast
// Says:  has to return at once

// TODO 5 · slow
type Outbox = Sender<Utf8Bytes>;

fn open_outbox(stream: TcpStream) -> Outbox {
    let (outbox, queue) = bounded(1024);
    let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
    for text in queue {
        if socket.send(Message::Text(text)).is_err() {
            break;
        }
    }
    let _ = socket.get_ref().shutdown(Shutdown::Both);
    outbox
}

fn send(outbox: &mut Outbox, text: Utf8Bytes) -> bool {
    outbox.try_send(text).is_ok()
}
// END 5 · slow
