// Right: the queue is a `sync_channel` of the standard library

// TODO 5 · slow
use std::sync::mpsc::{SyncSender, sync_channel};

type Outbox = SyncSender<Utf8Bytes>;

fn open_outbox(stream: TcpStream) -> Outbox {
    let (outbox, texts) = sync_channel(1024);
    thread::spawn(move || {
        let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
        while let Ok(text) = texts.recv() {
            if socket.send(Message::Text(text)).is_err() {
                break;
            }
        }
        let _ = socket.get_ref().shutdown(Shutdown::Both);
    });
    outbox
}

fn send(outbox: &mut Outbox, text: Utf8Bytes) -> bool {
    matches!(outbox.try_send(text), Ok(()))
}
// END 5 · slow
