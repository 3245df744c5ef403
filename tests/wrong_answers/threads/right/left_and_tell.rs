// Right: the loop breaks with its error as a value, and `tell` waits in rounds of a second

    // TODO 3 · left
    let error = loop {
        match socket.read() {
            Err(error) => break error,
            Ok(message) => tell(id, message, &events),
        }
    };
    eprintln!("client {id}: {error}");
    if events.send((id, Event::Left)).is_err() {
        eprintln!("client {id}: the broadcaster has ended");
    }
    // END 3 · left

    // TODO 2 · tell
    let Message::Text(text) = message else { return };
    let mut event = (id, Event::Said(text));
    loop {
        match events.send_timeout(event, std::time::Duration::from_secs(1)) {
            Err(crossbeam_channel::SendTimeoutError::Timeout(returned)) => event = returned,
            _ => break,
        }
    }
    // END 2 · tell
