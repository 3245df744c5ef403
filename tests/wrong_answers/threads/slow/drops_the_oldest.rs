// Wrong: the newest thousand are kept, and nobody is cut off.
// Fails: slow
// Says:  a client that never reads is never cut off

// TODO 5 · slow
type Outbox = (Sender<Utf8Bytes>, Receiver<Utf8Bytes>);

fn open_outbox(stream: TcpStream) -> Outbox {
    let (outbox, queue) = bounded(1024);
    let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
    let texts: Receiver<Utf8Bytes> = queue.clone();
    thread::spawn(move || {
        for text in texts {
            if socket.send(Message::Text(text)).is_err() {
                break;
            }
        }
        let _ = socket.get_ref().shutdown(Shutdown::Both);
    });
    (outbox, queue)
}

fn send(outbox: &mut Outbox, text: Utf8Bytes) -> bool {
    while outbox.0.is_full() {
        let _ = outbox.1.try_recv();
    }
    outbox.0.try_send(text).is_ok()
}
// END 5 · slow
