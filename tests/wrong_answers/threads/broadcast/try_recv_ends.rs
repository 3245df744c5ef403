// Wrong: `try_recv` is an error while the channel is empty, so the broadcaster ends before anyone has connected and nobody gets an answer.
// Fails: broadcast
// Says:  was closed
// Says:  the loop has ended, and with it the

    // TODO 4 · broadcast
    let mut room = Room::default();
    while let Ok((id, event)) = events.try_recv() {
        match event {
            Event::Connected(outbox) => {
                room.outboxes.insert(id, outbox);
            }
            Event::Said(text) => room.respond(id, text),
            Event::Left => room.remove(id),
        }
    }
    // END 4 · broadcast
