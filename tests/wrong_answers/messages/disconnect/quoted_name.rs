// Wrong: the name goes through `quote`, which is meant for the log: everyone reads it in quotes and with escapes.
// Fails: disconnect
// Says:  there are quotes around the text that do not belong to it

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else {
            return;
        };
        let gone = self.roster.remove(place);
        let message = json!({
            "type": "disconnect",
            "user_left": quote(&gone.username),
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 3 · disconnect
