// Wrong: a Close returns from the function before `Left` is sent, so those who say goodbye properly stay on the list.
// Fails: left
// Says:  `Event::Left` is sent for some kinds of ending only

    // TODO 3 · left
    loop {
        match socket.read() {
            Ok(Message::Close(_)) => {
                let _ = socket.flush();
                return;
            }
            Ok(message) => tell(id, message, &events),
            Err(_) => break,
        }
    }
    let _ = events.send((id, Event::Left));
    // END 3 · left
