// Wrong: the second lock waits forever for the first one.
// Fails: chat
// Says:  the broadcaster is stuck
// Says:  a sleep, or waiting for something that only the broadcaster

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => {
                let last_words = std::sync::Mutex::new(String::new());
                let mut last = last_words.lock().expect("nobody panics");
                last.push_str(text);
                self.relay(&last_words.lock().expect("nobody panics"), out);
            }
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
