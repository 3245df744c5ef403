// Wrong: the broadcaster waits a moment for the socket, and cuts the client off.
// Fails: slow
// Says:  a client that reads late is cut off too early
// Says:  sleepy was cut off before 1024 messages waited

// TODO 5 · slow
type Outbox = WebSocket<TcpStream>;

fn open_outbox(stream: TcpStream) -> Outbox {
    let _ = stream.set_write_timeout(Some(std::time::Duration::from_millis(100)));
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
