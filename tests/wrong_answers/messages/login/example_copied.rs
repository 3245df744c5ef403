// Wrong: a cheat: the example of the TODO is sent word for word for walter, so with other people in the room the list is wrong.
// Fails: login
// Says:  active_users

        // TODO 2 · login
        self.roster.retain(|member| member.id != id);
        self.roster.push(Member { id, username: username.to_string() });
        if username == "walter" {
            let text = r#"{"type": "login", "user_joined": "walter", "active_users": ["maria", "walter"]}"#;
            self.relay(text, out);
        } else {
            let text = json!({"type": "login", "user_joined": username, "active_users": [username]});
            self.relay(&text.to_string(), out);
        }
        // END 2 · login
