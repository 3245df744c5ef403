// Wrong: the writer holds the lock of the queue while it writes, so `send` waits for a client that sleeps, and everyone waits for `send`.
// Fails: slow
// Says:  everyone waits for sleepy, whose socket is full

// TODO 5 · slow
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

type Outbox = Arc<Mutex<VecDeque<Utf8Bytes>>>;

fn open_outbox(stream: TcpStream) -> Outbox {
    let outbox = Outbox::default();
    let queue = outbox.clone();
    thread::spawn(move || {
        let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
        let mut is_over = false;
        while !is_over {
            is_over = Arc::strong_count(&queue) == 1;
            let mut texts = queue.lock().unwrap();
            while let Some(text) = texts.pop_front() {
                if socket.send(Message::Text(text)).is_err() {
                    is_over = true;
                    break;
                }
            }
            drop(texts);
            thread::sleep(std::time::Duration::from_millis(1));
        }
        let _ = socket.get_ref().shutdown(Shutdown::Both);
    });
    outbox
}

fn send(outbox: &mut Outbox, text: Utf8Bytes) -> bool {
    let mut texts = outbox.lock().unwrap();
    if texts.len() >= 1024 {
        return false;
    }
    texts.push_back(text);
    true
}
// END 5 · slow
