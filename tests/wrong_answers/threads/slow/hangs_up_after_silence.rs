// Wrong: the writer hangs up if there is nothing to write for two seconds, so in a quiet room everyone loses the connection.
// Fails: slow
// Says:  the writer thread ends when there is nothing to write
// Says:  was closed

// TODO 5 · slow
type Outbox = Sender<Utf8Bytes>;

fn open_outbox(stream: TcpStream) -> Outbox {
    let (outbox, texts) = bounded(1024);
    thread::spawn(move || {
        let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
        while let Ok(text) = texts.recv_timeout(std::time::Duration::from_secs(2)) {
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
