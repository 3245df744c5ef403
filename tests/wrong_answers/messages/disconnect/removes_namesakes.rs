// Wrong: everybody with the same name is taken off: if one of two walters leaves, the other one gets no more messages.
// Fails: disconnect
// Says:  others were taken off the roster too

        // TODO 3 · disconnect
        let Some(member) = self.roster.iter().find(|member| member.id == id) else {
            return;
        };
        let name = member.username.clone();
        self.roster.retain(|member| member.username != name);
        let message = json!({
            "type": "disconnect",
            "user_left": name,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 3 · disconnect
