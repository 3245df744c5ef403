// Wrong: an empty message is taken for the end of the connection, as with `read` of a TcpStream, so an empty text or an empty ping throws the client out.
// Fails: left
// Says:  `Event::Left` was sent while the connection was still open

    // TODO 3 · left
    loop {
        match socket.read() {
            Ok(message) if message.is_empty() && !message.is_close() => break,
            Ok(message) => tell(id, message, &events),
            Err(_) => break,
        }
    }
    let _ = events.send((id, Event::Left));
    // END 3 · left
