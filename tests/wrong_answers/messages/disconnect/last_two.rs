// Wrong: announces only if more than one person is left, so of two people the one who stays never hears that the other left.
// Fails: disconnect
// Says:  nothing was sent to anyone

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else {
            return;
        };
        let gone = self.roster.remove(place);
        if self.roster.len() > 1 {
            let message = json!({
                "type": "disconnect",
                "user_left": gone.username,
                "active_users": self.active_users(),
            });
            self.relay(&message.to_string(), out);
        }
        // END 3 · disconnect
