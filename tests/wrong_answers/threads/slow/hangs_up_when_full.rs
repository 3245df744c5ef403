// Wrong: when the queue is full the socket is shut down at once, so a client that reads late does not get what was in its queue.
// Fails: slow
// Says:  the connection is closed before the queue is empty

// TODO 5 · slow
struct Outbox {
    queue: Sender<Utf8Bytes>,
    stream: TcpStream,
}

fn open_outbox(stream: TcpStream) -> Outbox {
    let (queue, texts) = bounded(1024);
    let handle = stream.try_clone().expect("no second handle");
    thread::spawn(move || {
        let mut socket = WebSocket::from_raw_socket(handle, Role::Server, None);
        for text in texts {
            if socket.send(Message::Text(text)).is_err() {
                break;
            }
        }
        let _ = socket.get_ref().shutdown(Shutdown::Both);
    });
    Outbox { queue, stream }
}

fn send(outbox: &mut Outbox, text: Utf8Bytes) -> bool {
    let is_queued = outbox.queue.try_send(text).is_ok();
    if !is_queued {
        let _ = outbox.stream.shutdown(Shutdown::Both);
    }
    is_queued
}
// END 5 · slow
