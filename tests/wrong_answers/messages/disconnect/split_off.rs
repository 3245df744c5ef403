// Wrong: `split_off` takes off the leaver and everyone who logged in later.
// Fails: disconnect
// Says:  others were taken off the roster too

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else {
            return;
        };
        let gone = self.roster.split_off(place).remove(0);
        let message = json!({
            "type": "disconnect",
            "user_left": gone.username,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 3 · disconnect
