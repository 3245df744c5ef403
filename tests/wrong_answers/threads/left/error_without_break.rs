// Wrong: the arm of the error sends `Left` but does not end the loop, so `Left` comes again and again and fills the channel for everyone.
// Fails: left
// Says:  `Event

    // TODO 3 · left
    loop {
        match socket.read() {
            Ok(message) => tell(id, message, &events),
            Err(_) => {
                let _ = events.send((id, Event::Left));
            }
        }
    }
    // END 3 · left
