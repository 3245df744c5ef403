// Wrong: the writer polls and takes the end of the channel for an empty queue, so it never ends and never hangs up on a client that was cut off.
// Fails: slow
// Says:  a client that was cut off is not hung up on
// Says:  when the room has dropped the outbox, the

// TODO 5 · slow
type Outbox = Sender<Utf8Bytes>;

fn open_outbox(stream: TcpStream) -> Outbox {
    let (outbox, texts) = bounded(1024);
    thread::spawn(move || {
        let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
        loop {
            match texts.try_recv() {
                Ok(text) => {
                    if socket.send(Message::Text(text)).is_err() {
                        break;
                    }
                }
                Err(_) => thread::sleep(std::time::Duration::from_millis(5)),
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
