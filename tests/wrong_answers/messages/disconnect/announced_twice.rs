// Wrong: the goodbye is announced, and then the end of the connection too.
// Fails: disconnect
// Says:  a leave was announced, but nobody left
// Says:  the message had announced it already: once is

        // TODO 3 · disconnect
        let member = self.roster.iter().position(|member| member.id == id);
        let username = member.map(|place| self.roster.remove(place).username);
        let disconnect = json!({
            "type": "disconnect",
            "user_left": username,
            "active_users": self.active_users(),
        });
        self.relay(&disconnect.to_string(), out);
        // END 3 · disconnect
