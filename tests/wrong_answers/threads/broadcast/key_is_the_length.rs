// Wrong: the key of an outbox is the number of outboxes and not the id, so after somebody has left a newcomer's outbox replaces that of another client.
// Fails: broadcast
// Says:  the room keeps each outbox under the id of its client

    // TODO 4 · broadcast
    let mut room = Room::default();
    for (id, event) in events {
        match event {
            Event::Connected(outbox) => {
                let place = room.outboxes.len();
                room.outboxes.insert(place, outbox);
            }
            Event::Said(text) => room.respond(id, text),
            Event::Left => room.remove(id),
        }
    }
    // END 4 · broadcast
