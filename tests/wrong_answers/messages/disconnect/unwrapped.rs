// Wrong: the second time there is no place, and unwrap panics.
// Fails: disconnect
// Says:  this runs twice for one client

        // TODO 3 · disconnect
        let place = self.roster.iter().position(|member| member.id == id).unwrap();
        let username = self.roster.remove(place).username;
        let disconnect = json!({
            "type": "disconnect",
            "user_left": username,
            "active_users": self.active_users(),
        });
        self.relay(&disconnect.to_string(), out);
        // END 3 · disconnect
