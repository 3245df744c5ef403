// Right: the loop ends at a Close, and both ends come to the same place.

    // TODO 3 · left
    for number in 0.. {
        match socket.read() {
            Ok(Message::Close(reason)) => {
                eprintln!("client {id} closed after {number} messages: {reason:?}");
                let _ = socket.flush(); // the answer
                break;
            }
            Ok(message) => tell(id, message, &events),
            Err(_) => break,
        }
    }
    let _ = events.send((id, Event::Left));
    // END 3 · left

    // TODO 2 · tell
    static ONE_AT_A_TIME: std::sync::Mutex<()> = std::sync::Mutex::new(());
    if let Message::Text(text) = message {
        // Everyone waits for the broadcaster anyway.
        let _turn = ONE_AT_A_TIME.lock().expect("no thread panics with it");
        let _ = events.send((id, Event::Said(text)));
    }
    // END 2 · tell
