// Wrong: `send` returns false if the message went well, so every client is cut off at its first message.
// Fails: slow
// Says:  was closed
// Says:  `send` returned false, so the room cut this

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
    outbox.try_send(text).is_err()
}
// END 5 · slow
