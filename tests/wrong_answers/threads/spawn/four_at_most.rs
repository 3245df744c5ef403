// Wrong: after four threads the loop joins all of them, so the fifth client waits until the first four have gone.
// Fails: spawn
// Says:  the number of threads has a limit

    // TODO 1 · spawn
    let mut handles: Vec<thread::JoinHandle<()>> = Vec::new();
    for (id, stream) in listener.incoming().flatten().enumerate() {
        if handles.len() == 4 {
            for handle in handles.drain(..) {
                let _ = handle.join();
            }
        }
        let events = events.clone();
        handles.push(thread::spawn(move || client(id, stream, events)));
    }
    // END 1 · spawn
