// Wrong: the one thread that writes to all clients sleeps.
// Fails: login
// Blocked: relay, disconnect, chat
// Says:  the broadcaster is stuck
// Says:  a sleep, or waiting for something that only the broadcaster

        // TODO 2 · login
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        std::thread::sleep(std::time::Duration::from_secs(60));
        let login = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        self.relay(&login.to_string(), out);
        // END 2 · login
