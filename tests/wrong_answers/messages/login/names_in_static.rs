// Wrong: the list is a static that only grows: people who have left, and old names, stay on it.
// Fails: login
// Says:  active_users

        // TODO 2 · login
        static NAMES: std::sync::Mutex<Vec<String>> = std::sync::Mutex::new(Vec::new());
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        let mut names = NAMES.lock().unwrap();
        names.push(username.to_string());
        let message = json!({ "type": "login", "user_joined": username, "active_users": names.to_vec() });
        self.relay(&message.to_string(), out);
        // END 2 · login
