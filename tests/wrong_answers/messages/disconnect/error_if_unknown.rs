// Wrong: a client that is not on the roster gets an error message, although nothing should happen.
// Fails: disconnect
// Says:  the message had announced it already

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else {
            return self.reply_error(id, "not logged in", "you cannot leave before you came", out);
        };
        let gone = self.roster.remove(place);
        let message = json!({
            "type": "disconnect",
            "user_left": gone.username,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 3 · disconnect
