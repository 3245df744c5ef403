// Wrong: the writer sends binary messages instead of texts, so the page gets blobs that it cannot read.
// Fails: slow
// Says:  the room's answer does not reach
// Says:  the message goes into an outbox and is

// TODO 5 · slow
type Outbox = Sender<Utf8Bytes>;

fn open_outbox(stream: TcpStream) -> Outbox {
    let (outbox, texts) = bounded::<Utf8Bytes>(1024);
    thread::spawn(move || {
        let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
        for text in texts {
            if socket.send(Message::binary(text.to_string())).is_err() {
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
