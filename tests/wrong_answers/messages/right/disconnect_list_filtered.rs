// Right: makes the message before the removal, with a list that leaves out the id

        // TODO 3 · disconnect
        let Some(leaver) = self.roster.iter().find(|member| member.id == id) else {
            return;
        };
        let stay = self.roster.iter().filter(|member| member.id != id);
        let users: Vec<&str> = stay.map(|member| member.username.as_str()).collect();
        let text = json!({
            "type": "disconnect",
            "user_left": leaver.username,
            "active_users": users,
        })
        .to_string();
        self.roster.retain(|member| member.id != id);
        self.relay(&text, out);
        // END 3 · disconnect
