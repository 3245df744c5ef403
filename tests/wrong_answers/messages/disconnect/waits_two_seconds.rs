// Wrong: sleeps two seconds in case the client comes back, and the whole room stands still meanwhile.
// Fails: disconnect
// Says:  these lines sleep, or wait for something else

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else {
            return;
        };
        // maybe it only reloads the page
        std::thread::sleep(std::time::Duration::from_secs(2));
        let gone = self.roster.remove(place);
        let message = json!({
            "type": "disconnect",
            "user_left": gone.username,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 3 · disconnect
