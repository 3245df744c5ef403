// Wrong: a text that contains the word disconnect removes its client, so who says "I will disconnect soon" in a chat is thrown out.
// Fails: broadcast
// Says:  was closed

    // TODO 4 · broadcast
    let mut room = Room::default();
    for (id, event) in events {
        match event {
            Event::Connected(outbox) => {
                room.outboxes.insert(id, outbox);
            }
            Event::Said(text) if text.contains("disconnect") => room.remove(id),
            Event::Said(text) => room.respond(id, text),
            Event::Left => room.remove(id),
        }
    }
    // END 4 · broadcast
