// Wrong: `Left` is sent for a closed or broken connection but not for the errors of the protocol, so who sends nonsense or drops the connection without a Close stays on the list.
// Fails: left
// Says:  `Event::Left` is sent for some kinds of ending only

    // TODO 3 · left
    use tungstenite::Error;
    loop {
        match socket.read() {
            Ok(message) => tell(id, message, &events),
            Err(Error::ConnectionClosed | Error::AlreadyClosed | Error::Io(_)) => break,
            Err(_) => return,
        }
    }
    let _ = events.send((id, Event::Left));
    // END 3 · left
