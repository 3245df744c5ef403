// Wrong: leaves out the sender, who therefore never sees the own messages on the page.
// Fails: chat
// Says:  everyone but the sender got it

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => {
                let message = out.encode(text);
                for member in self.roster.iter().filter(|member| member.id != from) {
                    out.send(member.id, message);
                }
            }
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
