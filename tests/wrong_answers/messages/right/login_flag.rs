// Right: a plain for loop with a flag and break

        // TODO 2 · login
        let mut is_known = false;
        for member in self.roster.iter_mut() {
            if member.id == id {
                member.username = String::from(username);
                is_known = true;
                break;
            }
        }
        if !is_known {
            self.roster.push(Member { id, username: String::from(username) });
        }

        let message = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 2 · login
