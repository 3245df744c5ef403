// Wrong: the server writes log lines without end.
// Fails: login
// Blocked: relay, disconnect, chat
// Says:  the broadcaster is stuck
// Says:  an endless loop. All clients wait for this one thread

        // TODO 2 · login
        loop {
            println!("{:?}", self.active_users());
            self.roster.push(Member { id, username: username.to_string() });
            self.roster.pop();
        }
        // END 2 · login
