// Wrong: an empty roster has no first entry.
// Fails: disconnect
// Says:  index out of bounds
// Says:  a panic in the room ends the room

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else { return };
        let username = self.roster.remove(place).username;
        debug!("{} is still here", quote(&self.roster[0].username));
        let disconnect = json!({
            "type": "disconnect",
            "user_left": username,
            "active_users": self.active_users(),
        });
        self.relay(&disconnect.to_string(), out);
        // END 3 · disconnect
