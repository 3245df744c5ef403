// Wrong: there is no writer and no queue, only a timeout, so the broadcaster waits a second for a sleeping client, and who reads late loses messages.
// Fails: slow
// Says:  the broadcaster writes to sleepy

// TODO 5 · slow
type Outbox = Box<WebSocket<TcpStream>>;

fn open_outbox(stream: TcpStream) -> Outbox {
    let _ = stream.set_write_timeout(Some(std::time::Duration::from_secs(1)));
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
