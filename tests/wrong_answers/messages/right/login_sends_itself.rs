// Right: does not use relay, but encodes once and sends to each member here

        // TODO 2 · login
        let known = self.roster.iter_mut().find(|member| member.id == id);
        match known {
            Some(Member { username: name, .. }) => *name = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        let names: Vec<&String> = self.roster.iter().map(|member| &member.username).collect();
        let text = json!({ "type": "login", "user_joined": username, "active_users": names }).to_string();
        let message = out.encode(&text);
        for member in &self.roster {
            out.send(member.id, message);
        }
        // END 2 · login
