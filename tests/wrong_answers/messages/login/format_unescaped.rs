// Wrong: the JSON is put together with `format!`, so a name with a quote or a backslash makes a message that no page can read.
// Fails: login
// Says:  a name may have quotes and backslashes in it

        // TODO 2 · login
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        let message = format!(
            "{{\"type\": \"login\", \"user_joined\": \"{}\", \"active_users\": {:?}}}",
            username,
            self.active_users()
        );
        self.relay(&message, out);
        // END 2 · login
