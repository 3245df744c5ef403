// Wrong: main returns, and the program ends with it.
// Fails: spawn
// Blocked: tell, left, broadcast, slow
// Says:  the program ends when `main` does

    // TODO 1 · spawn
    if let Ok((stream, _)) = listener.accept() {
        let id = 0;
        thread::spawn(move || client(id, stream, events));
    }
    // END 1 · spawn
