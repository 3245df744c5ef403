// Wrong: `leave` takes the client only off the list and its outbox stays, so its writer never ends and its connection is never closed.
// Fails: broadcast
// Says:  the room still has its outbox

    // TODO 4 · broadcast
    let mut room = Room::default();
    for (id, event) in events {
        match event {
            Event::Connected(outbox) => {
                room.outboxes.insert(id, outbox);
            }
            Event::Said(text) => room.respond(id, text),
            Event::Left => room.leave(id),
        }
    }
    // END 4 · broadcast
