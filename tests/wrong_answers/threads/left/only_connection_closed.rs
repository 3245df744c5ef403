// Wrong: only the error `ConnectionClosed` counts as leaving, so after a crash or a reset the client stays on the list.
// Fails: left
// Says:  `Event::Left` is sent for some kinds of ending only

    // TODO 3 · left
    loop {
        match socket.read() {
            Ok(message) => tell(id, message, &events),
            Err(tungstenite::Error::ConnectionClosed) => {
                let _ = events.send((id, Event::Left));
                return;
            }
            Err(error) => {
                eprintln!("client {id}: {error}");
                return;
            }
        }
    }
    // END 3 · left
