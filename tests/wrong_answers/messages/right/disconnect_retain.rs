// Right: keeps everyone with another id, and looks at the length to see whether somebody went

        // TODO 3 · disconnect
        let before = self.roster.len();
        let mut name = String::new();
        self.roster.retain(|member| {
            if member.id == id {
                name.clone_from(&member.username);
            }
            member.id != id
        });
        if self.roster.len() < before {
            let message = json!({
                "type": "disconnect",
                "user_left": name,
                "active_users": self.active_users(),
            });
            self.relay(&message.to_string(), out);
        }
        // END 3 · disconnect
