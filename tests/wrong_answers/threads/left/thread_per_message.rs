// Wrong: the last words are told by a thread, and it comes too late.
// Fails: left
// Open:  tell, broadcast, slow
// Says:  threads overtake each other

    // TODO 3 · left
    while let Ok(message) = socket.read() {
        let events = events.clone();
        thread::spawn(move || tell(id, message, &events));
    }
    let _ = events.send((id, Event::Left));
    // END 3 · left
