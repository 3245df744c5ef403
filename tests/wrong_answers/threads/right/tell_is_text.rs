// Right: asks `is_text` first and copies the text through a String

    // TODO 2 · tell
    if !message.is_text() {
        return;
    }
    let Ok(text) = message.to_text() else { return };
    let said = Event::Said(String::from(text).into());
    if events.send((id, said)).is_err() {
        eprintln!("client {id}: the broadcaster has ended");
    }
    // END 2 · tell
