// Wrong: the broadcaster sleeps at each leave.
// Fails: disconnect
// Says:  the broadcaster sleeps
// Says:  these lines sleep, or wait for something else

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else { return };
        std::thread::sleep(std::time::Duration::from_millis(120));
        let username = self.roster.remove(place).username;
        info!("{} left, {} logged in", quote(&username), self.roster.len());
        let disconnect = json!({
            "type": "disconnect",
            "user_left": username,
            "active_users": self.active_users(),
        });
        self.relay(&disconnect.to_string(), out);
        // END 3 · disconnect
