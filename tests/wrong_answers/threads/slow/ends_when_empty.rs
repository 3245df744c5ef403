// Wrong: the writer thread ends as soon as there is nothing to write.
// Fails: slow
// Blocked: spawn, tell, left, broadcast
// Says:  the writer thread ends when there is nothing to write

// TODO 5 · slow
type Outbox = Sender<Utf8Bytes>;

fn open_outbox(stream: TcpStream) -> Outbox {
    let (outbox, queue) = bounded(1024);
    let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
    thread::spawn(move || {
        while let Ok(text) = queue.try_recv() {
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
