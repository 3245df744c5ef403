// Wrong: besides the response of the room each text also goes back to its sender, who sees its chats twice and its own login message.
// Fails: broadcast
// Says:  the loop sends it by itself

    // TODO 4 · broadcast
    let mut room = Room::default();
    for (id, event) in events {
        match event {
            Event::Connected(outbox) => {
                room.outboxes.insert(id, outbox);
            }
            Event::Said(text) => {
                if let Some(outbox) = room.outboxes.get_mut(&id) {
                    send(outbox, text.clone());
                }
                room.respond(id, text);
            }
            Event::Left => room.remove(id),
        }
    }
    // END 4 · broadcast
