// Wrong: at a rename the message names the old name as the one who joined.
// Fails: login
// Says:  user_joined is the client's old name

        // TODO 2 · login
        let mut joined = username.to_string();
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => std::mem::swap(&mut member.username, &mut joined),
            None => self.roster.push(Member { id, username: joined.clone() }),
        }
        let message = json!({
            "type": "login",
            "user_joined": joined,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 2 · login
