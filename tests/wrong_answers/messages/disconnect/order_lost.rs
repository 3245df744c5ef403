// Wrong: the last one moves to the place of the one that left.
// Fails: disconnect
// Says:  in another order
// Says:  the roster keeps its order when someone leaves

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else {
            return;
        };
        let username = self.roster.swap_remove(place).username;
        let disconnect = json!({
            "type": "disconnect",
            "user_left": username,
            "active_users": self.active_users(),
        });
        self.relay(&disconnect.to_string(), out);
        // END 3 · disconnect
