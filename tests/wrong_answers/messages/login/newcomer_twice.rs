// Wrong: the newcomer gets an answer of its own and then the relayed one, so its page says twice that it joined.
// Fails: login
// Says:  the message went out more than once

        // TODO 2 · login
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        let text = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        })
        .to_string();
        let welcome = out.encode(&text);
        out.send(id, welcome);
        self.relay(&text, out);
        // END 2 · login
