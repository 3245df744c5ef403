// Right: a guard whose `drop` sends `Left`, even if the thread panics

    // TODO 3 · left
    struct Goodbye {
        id: ClientId,
        events: Sender<(ClientId, Event)>,
    }
    impl Drop for Goodbye {
        fn drop(&mut self) {
            let _ = self.events.send((self.id, Event::Left));
        }
    }
    let goodbye = Goodbye { id, events };
    while let Ok(message) = socket.read() {
        tell(goodbye.id, message, &goodbye.events);
    }
    // END 3 · left
