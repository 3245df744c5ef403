// Wrong: the events wait in a queue that has no bound, so nobody has to wait.
// Fails: tell
// Open:  left, broadcast, slow
// Says:  what waits has no bound

    // TODO 2 · tell
    static QUEUE: std::sync::OnceLock<Sender<(ClientId, Event)>> = std::sync::OnceLock::new();
    let queue = QUEUE.get_or_init(|| {
        let (queue, waiting) = crossbeam_channel::unbounded();
        let events = events.clone();
        thread::spawn(move || {
            for event in waiting {
                let _ = events.send(event);
            }
        });
        queue
    });
    if let Message::Text(text) = message {
        let _ = queue.send((id, Event::Said(text)));
    }
    // END 2 · tell
