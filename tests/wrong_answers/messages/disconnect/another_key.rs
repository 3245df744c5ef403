// Wrong: the name of the client that left has another key.
// Fails: disconnect
// Says:  a key has another name

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else {
            return;
        };
        let username = self.roster.remove(place).username;
        let disconnect = json!({
            "type": "disconnect",
            "username": username,
            "active_users": self.active_users(),
        });
        self.relay(&disconnect.to_string(), out);
        // END 3 · disconnect
