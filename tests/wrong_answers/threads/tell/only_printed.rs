// Wrong: the message still goes to the log only.
// Fails: tell
// Blocked: left, broadcast, slow
// Says:  and nobody hears it
// Says:  this is still the code that the exercise

    // TODO 2 · tell
    if let Message::Text(text) = message {
        eprintln!("client {id} sent this, and nobody hears it: {text}");
    }
    let _ = events;
    // END 2 · tell
