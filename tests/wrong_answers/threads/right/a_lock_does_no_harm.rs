// Right: a Mutex around the room, which one thread uses, and one around a queue.

    // TODO 4 · broadcast
    let room = std::sync::Mutex::new(Room::default());
    for (id, event) in events.iter() {
        let mut room = room.lock().expect("no thread panics with it");
        match event {
            Event::Connected(outbox) => {
                room.outboxes.insert(id, outbox);
            }
            Event::Said(text) => room.respond(id, text),
            Event::Left => {
                room.leave(id);
                room.outboxes.remove(&id);
            }
        }
    }
    // END 4 · broadcast

// TODO 5 · slow
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex};

/// The texts that wait, whether the room still wants to send, and a bell for the writer.
#[derive(Default)]
struct Queue {
    texts: Mutex<(VecDeque<Utf8Bytes>, bool)>,
    bell: Condvar,
}

struct Outbox(Arc<Queue>);

fn open_outbox(stream: TcpStream) -> Outbox {
    let queue = Arc::new(Queue::default());
    let outbox = Outbox(queue.clone());
    let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
    thread::spawn(move || {
        loop {
            let waiting = queue.texts.lock().expect("nobody panics");
            let is_empty = |texts: &mut (VecDeque<Utf8Bytes>, bool)| texts.0.is_empty() && !texts.1;
            let mut texts = queue.bell.wait_while(waiting, is_empty).expect("nobody panics");
            let Some(text) = texts.0.pop_front() else { break };
            drop(texts);
            if socket.send(Message::Text(text)).is_err() {
                break;
            }
        }
        queue.texts.lock().expect("nobody panics").1 = true;
        let _ = socket.get_ref().shutdown(Shutdown::Both);
    });
    outbox
}

fn send(outbox: &mut Outbox, text: Utf8Bytes) -> bool {
    let mut texts = outbox.0.texts.lock().expect("nobody panics");
    if texts.1 || texts.0.len() == 1024 {
        return false;
    }
    texts.0.push_back(text);
    outbox.0.bell.notify_one();
    true
}

impl Drop for Outbox {
    fn drop(&mut self) {
        self.0.texts.lock().expect("nobody panics").1 = true;
        self.0.bell.notify_one();
    }
}
// END 5 · slow
