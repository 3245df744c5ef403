// Wrong: everyone gets the client's own message instead of the list.
// Fails: login
// Says:  user_joined is missing
// Says:  the message was passed on as it came

        // TODO 2 · login
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        self.relay(&data.to_string(), out);
        // END 2 · login
