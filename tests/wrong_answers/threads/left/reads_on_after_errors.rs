// Wrong: after an error the loop reads again and again, and never ends.
// Fails: left
// Says:  nobody hears that a client has left

    // TODO 3 · left
    loop {
        match socket.read() {
            Ok(Message::Frame(_)) => break,
            Ok(message) => tell(id, message, &events),
            Err(_) => thread::sleep(std::time::Duration::from_millis(10)),
        }
    }
    let _ = events.send((id, Event::Left));
    // END 3 · left
