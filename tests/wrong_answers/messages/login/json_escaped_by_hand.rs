// Wrong: quotes and backslashes are escaped, but JSON has more escapes.
// Fails: login
// Says:  build it with json!

        // TODO 2 · login
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        let escape = |name: &str| name.replace('\\', "\\\\").replace('"', "\\\"");
        let names: Vec<String> =
            self.active_users().iter().map(|name| format!("\"{}\"", escape(name))).collect();
        let login = format!(
            "{{\"type\":\"login\",\"user_joined\":\"{}\",\"active_users\":[{}]}}",
            escape(username),
            names.join(",")
        );
        self.relay(&login, out);
        // END 2 · login
