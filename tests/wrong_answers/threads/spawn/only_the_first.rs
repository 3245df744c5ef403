// Wrong: only the first client is served; main then waits.
// Fails: spawn
// Blocked: tell, left, broadcast, slow
// Says:  the second client is never served
// Says:  the loop has ended, or it waits

    // TODO 1 · spawn
    if let Some(Ok(stream)) = listener.incoming().next() {
        thread::spawn(move || client(0, stream, events));
    }
    loop {
        thread::park();
    }
    // END 1 · spawn
