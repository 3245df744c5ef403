// Wrong: after a Close, the usual ending, nothing is sent.
// Fails: left
// Says:  `Event::Left` is sent for some kinds of ending only

    // TODO 3 · left
    loop {
        match socket.read() {
            Ok(message) => tell(id, message, &events),
            Err(tungstenite::Error::ConnectionClosed) => break,
            Err(_) => {
                let _ = events.send((id, Event::Left));
                break;
            }
        }
    }
    // END 3 · left
