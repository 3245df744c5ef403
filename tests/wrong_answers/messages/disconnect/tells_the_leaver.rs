// Wrong: the client is taken off after everyone has been told, itself included.
// Fails: disconnect
// Says:  who left, got the message too
// Says:  the client that left was still on the

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else {
            return;
        };
        let username = self.roster[place].username.clone();
        let mut names = self.active_users();
        names.remove(place);
        let disconnect = json!({"type": "disconnect", "user_left": username, "active_users": names});
        self.relay(&disconnect.to_string(), out);
        self.roster.remove(place);
        // END 3 · disconnect
