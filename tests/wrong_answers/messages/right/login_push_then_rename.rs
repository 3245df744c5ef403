// Right: an unknown client is first added with an empty name, and then everybody with the id is renamed

        // TODO 2 · login
        if self.roster.iter().all(|member| member.id != id) {
            self.roster.push(Member { id, username: String::new() });
        }
        self.roster.iter_mut().filter(|member| member.id == id).for_each(|member| {
            member.username.clear();
            member.username.push_str(username);
        });

        let message = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 2 · login
