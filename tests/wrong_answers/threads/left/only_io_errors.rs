// Wrong: after bytes that make no sense, nobody hears that the client has left.
// Fails: left
// Says:  `Event::Left` is sent for some kinds of ending only

    // TODO 3 · left
    loop {
        match socket.read() {
            Ok(message) => tell(id, message, &events),
            Err(tungstenite::Error::Io(_) | tungstenite::Error::ConnectionClosed) => {
                let _ = events.send((id, Event::Left));
                break;
            }
            Err(_) => break,
        }
    }
    // END 3 · left
