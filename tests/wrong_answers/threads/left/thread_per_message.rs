// Wrong: each message has a thread of its own, and the last one comes after the leave.
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
