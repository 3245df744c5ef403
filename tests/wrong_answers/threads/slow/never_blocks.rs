// Wrong: a socket that does not block also stops waiting for the client's messages.
// Fails: slow
// Blocked: spawn, tell, left, broadcast
// Says:  both handles are one socket

// TODO 5 · slow
type Outbox = WebSocket<TcpStream>;

fn open_outbox(stream: TcpStream) -> Outbox {
    let _ = stream.set_nonblocking(true);
    WebSocket::from_raw_socket(stream, Role::Server, None)
}

fn send(outbox: &mut Outbox, text: Utf8Bytes) -> bool {
    let is_sent = outbox.send(Message::Text(text)).is_ok();
    if !is_sent {
        let _ = outbox.get_ref().shutdown(Shutdown::Both);
    }
    is_sent
}
// END 5 · slow
