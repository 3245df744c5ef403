// Wrong: the writer keeps a sender of its own queue to see how long it is, so the queue never ends and nobody who was cut off is hung up on.
// Fails: slow
// Says:  a client that was cut off is not hung up on
// Says:  when the room has dropped the outbox, the

// TODO 5 · slow
type Outbox = Sender<Utf8Bytes>;

fn open_outbox(stream: TcpStream) -> Outbox {
    let (outbox, texts) = bounded(1024);
    let waiting = outbox.clone();
    thread::spawn(move || {
        let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
        for text in texts {
            if waiting.len() > 1000 {
                eprintln!("a client is slow, {} messages wait", waiting.len());
            }
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
