// Right: a queue made by hand from a mutex and a condition variable, with the lock released before each write

// TODO 5 · slow
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex};

#[derive(Default)]
struct Waiting {
    texts: VecDeque<Utf8Bytes>,
    is_closed: bool,
}

#[derive(Default)]
struct Queue {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

struct Outbox(Arc<Queue>);

impl Drop for Outbox {
    fn drop(&mut self) {
        self.0.waiting.lock().unwrap().is_closed = true;
        self.0.changed.notify_one();
    }
}

impl Queue {
    fn next(&self) -> Option<Utf8Bytes> {
        let mut waiting = self.waiting.lock().unwrap();
        while waiting.texts.is_empty() && !waiting.is_closed {
            waiting = self.changed.wait(waiting).unwrap();
        }
        waiting.texts.pop_front()
    }
}

fn open_outbox(stream: TcpStream) -> Outbox {
    let queue = Arc::new(Queue::default());
    let outbox = Outbox(queue.clone());
    thread::spawn(move || {
        let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
        loop {
            let Some(text) = queue.next() else { break };
            if socket.send(Message::Text(text)).is_err() {
                break;
            }
        }
        let _ = socket.get_ref().shutdown(Shutdown::Both);
    });
    outbox
}

fn send(outbox: &mut Outbox, text: Utf8Bytes) -> bool {
    let mut waiting = outbox.0.waiting.lock().unwrap();
    if waiting.texts.len() >= 1024 {
        return false;
    }
    waiting.texts.push_back(text);
    outbox.0.changed.notify_one();
    true
}
// END 5 · slow
