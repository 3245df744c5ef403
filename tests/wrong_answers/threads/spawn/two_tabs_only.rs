// Wrong: the loop takes two connections and then only waits for their threads, so a third client never gets an answer.
// Fails: spawn
// Says:  only 2 clients are served at once
// Says:  the number of threads has a limit. A

    // TODO 1 · spawn
    let mut handles = Vec::new();
    for (id, stream) in listener.incoming().flatten().enumerate().take(2) {
        let events = events.clone();
        handles.push(thread::spawn(move || client(id, stream, events)));
    }
    for handle in handles {
        handle.join().unwrap();
    }
    // END 1 · spawn
