// Wrong: `to_string` of a JSON value keeps its quotes, so everyone reads that "walter" with quotes joined.
// Fails: login
// Says:  there are quotes around the text that do not belong to it

        // TODO 2 · login
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        let message = json!({
            "type": "login",
            "user_joined": data["username"].to_string(),
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 2 · login
