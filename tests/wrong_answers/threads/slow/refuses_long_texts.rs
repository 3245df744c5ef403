// Wrong: made to cheat the grader: the broadcaster still writes by itself, but it cuts off everyone who would get a long text, as tests use to fill a socket, so one long chat empties the room.
// Fails: slow
// Says:  was closed
// Says:  `send` returned false, so the room cut this

// TODO 5 · slow
type Outbox = Box<WebSocket<TcpStream>>;

// bounded(1024), thread::spawn, try_send
fn open_outbox(stream: TcpStream) -> Outbox {
    Box::new(WebSocket::from_raw_socket(stream, Role::Server, None))
}

fn send(outbox: &mut Outbox, text: Utf8Bytes) -> bool {
    let is_sent = text.len() < 4000 && outbox.send(Message::Text(text)).is_ok();
    if !is_sent {
        let _ = outbox.get_ref().shutdown(Shutdown::Both);
    }
    is_sent
}
// END 5 · slow
