// Wrong: `send` waits up to five seconds.
// Fails: slow
// Says:  everyone waits for rip, whose queue is full
// Says:  one client that does not read holds up all

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
    let patience = std::time::Duration::from_secs(5);
    outbox.send_timeout(text, patience).is_ok()
}
// END 5 · slow
