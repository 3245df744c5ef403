// Wrong: the message has the type of a login.
// Fails: disconnect
// Says:  type is "login"

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else {
            return;
        };
        let username = self.roster.remove(place).username;
        let disconnect = json!({
            "type": "login",
            "user_left": username,
            "active_users": self.active_users(),
        });
        self.relay(&disconnect.to_string(), out);
        // END 3 · disconnect
