// Wrong: each message has a thread of its own, and the threads overtake each other.
// Fails: slow
// Open:  tell, left, broadcast
// Says:  there is a thread for each message

// TODO 5 · slow
type Outbox = std::sync::Arc<std::sync::Mutex<WebSocket<TcpStream>>>;

fn open_outbox(stream: TcpStream) -> Outbox {
    let socket = WebSocket::from_raw_socket(stream, Role::Server, None);
    Outbox::new(std::sync::Mutex::new(socket))
}

fn send(outbox: &mut Outbox, text: Utf8Bytes) -> bool {
    let socket = outbox.clone();
    thread::spawn(move || {
        let mut socket = socket.lock().unwrap();
        if socket.send(Message::Text(text)).is_err() {
            let _ = socket.get_ref().shutdown(Shutdown::Both);
        }
    });
    true
}
// END 5 · slow
