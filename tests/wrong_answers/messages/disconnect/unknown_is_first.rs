// Wrong: a client that is not on the roster counts as place 0, so the person who came first is thrown out in its place.
// Fails: disconnect
// Says:  the message had announced it already

        // TODO 3 · disconnect
        if self.roster.is_empty() {
            return;
        }
        let place = self.roster.iter().position(|member| member.id == id).unwrap_or(0);
        let gone = self.roster.remove(place);
        let message = json!({
            "type": "disconnect",
            "user_left": gone.username,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 3 · disconnect
