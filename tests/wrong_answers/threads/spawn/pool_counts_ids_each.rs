// Wrong: a pool of eight threads, each of which counts its own ids from 0, so several clients have the same id and throw each other out.
// Fails: spawn
// Says:  two clients have the same id, so the second one takes the

    // TODO 1 · spawn
    let mut workers = Vec::new();
    for _ in 0..8 {
        let listener = listener.try_clone().unwrap();
        let events = events.clone();
        workers.push(thread::spawn(move || {
            for (id, stream) in listener.incoming().flatten().enumerate() {
                client(id, stream, events.clone());
            }
        }));
    }
    for worker in workers {
        let _ = worker.join();
    }
    // END 1 · spawn
