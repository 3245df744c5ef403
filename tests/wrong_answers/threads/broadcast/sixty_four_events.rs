// Wrong: it takes 64 events, as many as fit into the channel, and then ends, so the room dies in the middle of the chat.
// Fails: broadcast
// Says:  was closed
// Says:  the loop has ended, and with it the

    // TODO 4 · broadcast
    let mut room = Room::default();
    for (id, event) in events.iter().take(64) {
        match event {
            Event::Connected(outbox) => {
                room.outboxes.insert(id, outbox);
            }
            Event::Said(text) => room.respond(id, text),
            Event::Left => room.remove(id),
        }
    }
    // END 4 · broadcast
