// Wrong: it counts all messages ever sent and not those that wait, so a healthy client is cut off after its 1024th message.
// Fails: slow
// Says:  a client that reads late is cut off too early
// Says:  sleepy was cut off before 1024 messages waited

// TODO 5 · slow
struct Outbox {
    queue: Sender<Utf8Bytes>,
    count: usize,
}

fn open_outbox(stream: TcpStream) -> Outbox {
    let (outbox, texts) = bounded(1024);
    thread::spawn(move || {
        let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
        for text in texts {
            if socket.send(Message::Text(text)).is_err() {
                break;
            }
        }
        let _ = socket.get_ref().shutdown(Shutdown::Both);
    });
    Outbox { queue: outbox, count: 0 }
}

fn send(outbox: &mut Outbox, text: Utf8Bytes) -> bool {
    outbox.count += 1;
    outbox.count <= 1024 && outbox.queue.try_send(text).is_ok()
}
// END 5 · slow
