// Wrong: the leaver gets a copy as well, so a client that said goodbye reads that it left.
// Fails: disconnect
// Says:  got it without being logged in

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else {
            return;
        };
        let gone = self.roster.remove(place);
        let text = json!({
            "type": "disconnect",
            "user_left": gone.username,
            "active_users": self.active_users(),
        })
        .to_string();
        self.relay(&text, out);
        let message = out.encode(&text);
        out.send(gone.id, message);
        // END 3 · disconnect
