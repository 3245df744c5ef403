// Wrong: the id is the number of clients that are here now, so after one has left a newcomer gets the id of somebody who is still here and throws that one out.
// Fails: spawn
// Says:  two clients have the same id, so the second one takes the

    // TODO 1 · spawn
    let mut handles: Vec<thread::JoinHandle<()>> = Vec::new();
    for stream in listener.incoming().flatten() {
        handles.retain(|handle| !handle.is_finished());
        let id = handles.len();
        let events = events.clone();
        handles.push(thread::spawn(move || client(id, stream, events)));
    }
    // END 1 · spawn
