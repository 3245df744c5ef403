// Right: JSON put together with format!, but each value is escaped by serde_json

        // TODO 2 · login
        if let Some(member) = self.roster.iter_mut().find(|member| member.id == id) {
            member.username = username.to_string();
        } else {
            self.roster.push(Member { id, username: username.to_string() });
        }
        let message = format!(
            r#"{{"type": "login", "user_joined": {}, "active_users": {}}}"#,
            json!(username),
            json!(self.active_users()),
        );
        self.relay(&message, out);
        // END 2 · login
