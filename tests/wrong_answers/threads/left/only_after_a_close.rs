// Wrong: a connection that ends without a Close never leaves.
// Fails: left
// Says:  `Event::Left` is sent for some kinds of ending only

    // TODO 3 · left
    loop {
        match socket.read() {
            Ok(Message::Close(_)) => {
                let _ = events.send((id, Event::Left));
                break;
            }
            Ok(message) => tell(id, message, &events),
            Err(_) => break,
        }
    }
    // END 3 · left
