// Wrong: nobody receives from the channel, so sending waits forever.
// Fails: login
// Blocked: relay, disconnect, chat
// Says:  the broadcaster is stuck
// Says:  a sleep, or waiting for something that only the broadcaster

        // TODO 2 · login
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        let (sender, receiver) = crossbeam_channel::bounded(0);
        for name in self.active_users() {
            sender.send(name.to_string()).expect("the receiver is here");
        }
        drop(sender);
        let names: Vec<String> = receiver.iter().collect();
        let login = json!({"type": "login", "user_joined": username, "active_users": names});
        self.relay(&login.to_string(), out);
        // END 2 · login
