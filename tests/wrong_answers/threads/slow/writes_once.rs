// Wrong: the writer thread writes one message, and ends.
// Fails: slow
// Blocked: tell, left, broadcast
// Says:  the writer thread writes once

// TODO 5 · slow
type Outbox = Sender<Utf8Bytes>;

fn open_outbox(stream: TcpStream) -> Outbox {
    let (outbox, queue) = bounded(1024);
    let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
    thread::spawn(move || {
        if let Ok(text) = queue.recv() {
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
