// Wrong: messages that wait together are sent as one text with newlines between them, which is no JSON, so the page cannot read them.
// Fails: slow
// Says:  several messages came as one
// Says:  each message is a text of its own

// TODO 5 · slow
type Outbox = Sender<Utf8Bytes>;

fn open_outbox(stream: TcpStream) -> Outbox {
    let (outbox, texts) = bounded::<Utf8Bytes>(1024);
    thread::spawn(move || {
        let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
        for text in &texts {
            let mut lines = text.to_string();
            for more in texts.try_iter() {
                lines.push('\n');
                lines.push_str(&more);
            }
            if socket.send(Message::Text(lines.into())).is_err() {
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
