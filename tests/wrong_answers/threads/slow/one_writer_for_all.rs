// Wrong: one thread writes to all clients, and waits for the one that does not read.
// Fails: slow
// Says:  everyone waits for sleepy, whose socket is full

// TODO 5 · slow
type Socket = std::sync::Arc<std::sync::Mutex<WebSocket<TcpStream>>>;

type Outbox = Socket;

static WRITER: std::sync::OnceLock<Sender<(Socket, Utf8Bytes)>> = std::sync::OnceLock::new();

fn open_outbox(stream: TcpStream) -> Outbox {
    WRITER.get_or_init(|| {
        let (sender, queue) = crossbeam_channel::unbounded::<(Socket, Utf8Bytes)>();
        thread::spawn(move || {
            for (socket, text) in queue {
                let _ = socket.lock().unwrap().send(Message::Text(text));
            }
        });
        sender
    });
    let socket = WebSocket::from_raw_socket(stream, Role::Server, None);
    Outbox::new(std::sync::Mutex::new(socket))
}

fn send(outbox: &mut Outbox, text: Utf8Bytes) -> bool {
    let writer = WRITER.get().expect("it runs since the first client");
    writer.send((outbox.clone(), text)).is_ok()
}

const _: Shutdown = Shutdown::Both;
// END 5 · slow
