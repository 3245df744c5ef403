// Wrong: what does not fit into the queue waits in a thread of its own, so a sleeping client is never cut off, and later its messages come in any order.
// Fails: slow
// Says:  there is a thread for each message

// TODO 5 · slow
type Outbox = Sender<Utf8Bytes>;

fn open_outbox(stream: TcpStream) -> Outbox {
    let (outbox, texts) = bounded(1024);
    thread::spawn(move || {
        let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
        for text in texts {
            if socket.send(Message::Text(text)).is_err() {
                break;
            }
        }
        let _ = socket.get_ref().shutdown(Shutdown::Both);
    });
    outbox
}

fn send(outbox: &mut Outbox, text: Utf8Bytes) -> bool {
    if let Err(error) = outbox.try_send(text) {
        let outbox = outbox.clone();
        thread::spawn(move || {
            let _ = outbox.send(error.into_inner());
        });
    }
    true
}
// END 5 · slow
