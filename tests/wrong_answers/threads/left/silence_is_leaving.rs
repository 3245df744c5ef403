// Wrong: a read timeout makes two seconds of silence an error, so who only listens is removed although the connection is fine.
// Fails: left
// Says:  Silence is no end of the connection

    // TODO 3 · left
    let _ = socket.get_ref().set_read_timeout(Some(std::time::Duration::from_secs(2)));
    while let Ok(message) = socket.read() {
        tell(id, message, &events);
    }
    let _ = events.send((id, Event::Left));
    // END 3 · left
