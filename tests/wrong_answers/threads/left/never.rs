// Wrong: the loop just ends and no `Left` is sent, so nobody ever disappears from the list.
// Fails: left
// Says:  the event is never sent

    // TODO 3 · left
    while let Ok(message) = socket.read() {
        tell(id, message, &events);
    }
    println!("client {id} left");
    // END 3 · left
