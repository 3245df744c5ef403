// Wrong: when an outbox is dropped it waits for its writer, which waits for the client, so cutting off a sleeping client stops the broadcaster.
// Fails: slow
// Says:  the broadcaster waits until its writer thread has ended

// TODO 5 · slow
struct Outbox {
    queue: Option<Sender<Utf8Bytes>>,
    writer: Option<thread::JoinHandle<()>>,
}

impl Drop for Outbox {
    fn drop(&mut self) {
        self.queue = None; // ends the loop of the writer
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

fn open_outbox(stream: TcpStream) -> Outbox {
    let (queue, texts) = bounded(1024);
    let writer = thread::spawn(move || {
        let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
        for text in texts {
            if socket.send(Message::Text(text)).is_err() {
                break;
            }
        }
        let _ = socket.get_ref().shutdown(Shutdown::Both);
    });
    Outbox { queue: Some(queue), writer: Some(writer) }
}

fn send(outbox: &mut Outbox, text: Utf8Bytes) -> bool {
    match &outbox.queue {
        Some(queue) => queue.try_send(text).is_ok(),
        None => false,
    }
}
// END 5 · slow
