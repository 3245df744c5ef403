// Wrong: {:?} writes a name as Rust, which is not always JSON.
// Fails: login
// Says:  build it with json!

        // TODO 2 · login
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        let names = self.active_users();
        let login = format!(
            "{{\"type\":\"login\",\"user_joined\":{username:?},\"active_users\":{names:?}}}"
        );
        self.relay(&login, out);
        // END 2 · login
