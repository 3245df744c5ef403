// Right: all four holes of room.rs by somebody who likes loops and copies

        // TODO 4 · chat
        let text_for_all = text.to_string();
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some(kind) if kind.eq("chat") => self.relay(&text_for_all, out),
            other => {
                let _ = other;
                warn!("Unrecognized message type: {}", quote(&text_for_all));
            }
        }
        // END 4 · chat

        // TODO 2 · login
        let mut place = self.roster.len();
        for (i, member) in self.roster.iter().enumerate() {
            if member.id.0 == id.0 {
                place = i;
            }
        }
        if place == self.roster.len() {
            self.roster.push(Member { id: id, username: username.to_string() });
        } else {
            self.roster[place] = Member { id: id, username: username.to_string() };
        }
        let users: Vec<String> = self.active_users().iter().map(|name| name.to_string()).collect();
        let joined = username.to_string();
        let message = json!({"type": "login", "user_joined": joined, "active_users": users}).to_string();
        self.relay(&message, out);
        // END 2 · login

        // TODO 3 · disconnect
        let mut left = None;
        for i in (0..self.roster.len()).rev() {
            if self.roster[i].id == id {
                left = Some(self.roster.remove(i));
            }
        }
        if left.is_some() {
            let member = left.unwrap();
            let users = self.active_users();
            let message = json!({"type": "disconnect", "user_left": member.username, "active_users": users});
            self.relay(message.to_string().as_str(), out);
        }
        // END 3 · disconnect

        // TODO 1 · relay
        let message = out.encode(&text.to_string());
        let mut members = self.roster.iter();
        while let Some(member) = members.next() {
            match out.send(member.id, message) {
                true => (),
                false => debug!("{} is broken", member.id),
            }
        }
        // END 1 · relay
