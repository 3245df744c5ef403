// Wrong: the messages go into the queue, and nobody takes them out.
// Fails: slow
// Blocked: tell, left, broadcast
// Says:  goes into an outbox and is not written to the socket

// TODO 5 · slow
type Outbox = (Sender<Utf8Bytes>, Receiver<Utf8Bytes>, WebSocket<TcpStream>);

fn open_outbox(stream: TcpStream) -> Outbox {
    let (outbox, queue) = bounded(1024);
    (outbox, queue, WebSocket::from_raw_socket(stream, Role::Server, None))
}

fn send(outbox: &mut Outbox, text: Utf8Bytes) -> bool {
    let is_sent = outbox.0.try_send(text).is_ok();
    if !is_sent {
        let _ = outbox.2.get_ref().shutdown(Shutdown::Both);
    }
    is_sent && !outbox.1.is_empty()
}
// END 5 · slow
