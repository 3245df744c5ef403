// Wrong: a chat is relayed only under the sender's own name.
// Fails: chat
// Says:  nobody got the message
// Says:  the log says that this message is not

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") if self.roster.iter().any(|member| member.id == from) => self.relay(text, out),
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
