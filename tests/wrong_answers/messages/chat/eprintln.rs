// Wrong: prints with `eprintln!` in place of `warn!`, so the line is not in the log, with no level and thread, whatever log is used.
// Fails: chat
// Says:  the people who run the server look for warnings, and may not

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => self.relay(text, out),
            _ => eprintln!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
