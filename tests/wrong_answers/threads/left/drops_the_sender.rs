// Wrong: it only drops its sender, and since others have senders too, the broadcaster notices nothing and the client stays on the list.
// Fails: left
// Says:  the event is never sent

    // TODO 3 · left
    while let Ok(message) = socket.read() {
        tell(id, message, &events);
    }
    drop(socket);
    drop(events); // the end of the channel tells the broadcaster
    // END 3 · left
