// Right: an unbounded channel, and a bound on what waits in it.

// TODO 5 · slow
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

struct Outbox {
    queue: Sender<Utf8Bytes>,
    waiting: Arc<AtomicUsize>,
}

fn open_outbox(stream: TcpStream) -> Outbox {
    let (sender, queue) = crossbeam_channel::unbounded();
    let waiting = Arc::new(AtomicUsize::new(0));
    let outbox = Outbox { queue: sender, waiting: waiting.clone() };
    thread::spawn(move || {
        let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
        for text in queue {
            let text: Utf8Bytes = text;
            if socket.send(Message::Text(text)).is_err() {
                break;
            }
            waiting.fetch_sub(1, Ordering::Relaxed);
        }
        let _ = socket.get_ref().shutdown(Shutdown::Both);
    });
    outbox
}

fn send(outbox: &mut Outbox, text: Utf8Bytes) -> bool {
    outbox.waiting.fetch_add(1, Ordering::Relaxed) < 1024 && outbox.queue.send(text).is_ok()
}
// END 5 · slow
