// Wrong: the broadcaster sleeps at each login.
// Fails: login
// Says:  the broadcaster sleeps
// Says:  these lines sleep, or wait for something else

        // TODO 2 · login
        std::thread::sleep(std::time::Duration::from_millis(50));
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        let login = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        self.relay(&login.to_string(), out);
        // END 2 · login
