// Right: an unbounded channel, but `send` counts what waits and refuses at 1024

// TODO 5 · slow
struct Outbox {
    queue: Sender<Message>,
}

impl Outbox {
    const MAX_WAITING: usize = 1024;

    fn put(&self, message: Message) -> bool {
        self.queue.len() < Self::MAX_WAITING && self.queue.send(message).is_ok()
    }
}

fn open_outbox(stream: TcpStream) -> Outbox {
    let (queue, messages) = crossbeam_channel::unbounded::<Message>();
    thread::spawn(move || {
        let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
        for message in messages {
            if let Err(error) = socket.send(message) {
                eprintln!("a writer ends: {error}");
                break;
            }
        }
        socket.get_ref().shutdown(Shutdown::Both).ok();
    });
    Outbox { queue }
}

fn send(outbox: &mut Outbox, text: Utf8Bytes) -> bool {
    outbox.put(Message::Text(text))
}
// END 5 · slow
