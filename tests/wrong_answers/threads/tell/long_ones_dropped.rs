// Wrong: messages of more than 1000 bytes are dropped as spam, so a long chat never arrives.
// Fails: tell
// Says:  messages got lost when many talked at once

    // TODO 2 · tell
    let Message::Text(text) = message else { return };
    if text.len() > 1000 {
        eprintln!("client {id}: message too long");
        return;
    }
    let _ = events.send((id, Event::Said(text)));
    // END 2 · tell
