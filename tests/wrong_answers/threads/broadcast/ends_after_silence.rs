// Wrong: `recv_timeout` fails after three quiet seconds, so the room ends and everyone is hung up on when nobody talks for a moment.
// Fails: broadcast
// Says:  was closed
// Says:  the loop has ended, and with it the

    // TODO 4 · broadcast
    let mut room = Room::default();
    while let Ok((id, event)) = events.recv_timeout(std::time::Duration::from_secs(3)) {
        match event {
            Event::Connected(outbox) => {
                room.outboxes.insert(id, outbox);
            }
            Event::Said(text) => room.respond(id, text),
            Event::Left => room.remove(id),
        }
    }
    // END 4 · broadcast
