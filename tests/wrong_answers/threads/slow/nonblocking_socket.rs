// Wrong: a socket that does not block is so for its reader too, whose first read fails, so every client leaves as soon as it has connected.
// Fails: slow
// Says:  was closed
// Says:  after `set_nonblocking`, `read` does not wait for the

// TODO 5 · slow
type Outbox = Box<WebSocket<TcpStream>>;

fn open_outbox(stream: TcpStream) -> Outbox {
    stream.set_nonblocking(true).unwrap();
    Box::new(WebSocket::from_raw_socket(stream, Role::Server, None))
}

fn send(outbox: &mut Outbox, text: Utf8Bytes) -> bool {
    let is_sent = outbox.send(Message::Text(text)).is_ok();
    if !is_sent {
        let _ = outbox.get_ref().shutdown(Shutdown::Both);
    }
    is_sent
}
// END 5 · slow
