// Right: `Left` is sent in the arm of the error, which then returns from the function

    // TODO 3 · left
    loop {
        let message = match socket.read() {
            Ok(message) => message,
            Err(_) => {
                let _ = events.send((id, Event::Left));
                return;
            }
        };
        tell(id, message, &events);
    }
    // END 3 · left
