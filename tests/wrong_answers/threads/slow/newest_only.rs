// Wrong: when several messages wait the writer sends only the newest one, so a client that reads late misses the others.
// Fails: slow
// Says:  a client that reads late has lost messages
// Says:  messages were thrown away while sleepy did not

// TODO 5 · slow
type Outbox = Sender<Utf8Bytes>;

fn open_outbox(stream: TcpStream) -> Outbox {
    let (outbox, texts) = bounded::<Utf8Bytes>(1024);
    thread::spawn(move || {
        let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
        for text in &texts {
            let text = texts.try_iter().last().unwrap_or(text);
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
