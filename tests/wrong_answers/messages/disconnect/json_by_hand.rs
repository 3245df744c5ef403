// Wrong: the JSON is written by hand, so a name with a quote in it breaks it.
// Fails: disconnect
// Says:  build it with json!

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else {
            return;
        };
        let username = self.roster.remove(place).username;
        let names = self.active_users();
        let disconnect = format!(
            "{{\"type\":\"disconnect\",\"user_left\":\"{username}\",\"active_users\":{names:?}}}"
        );
        self.relay(&disconnect, out);
        // END 3 · disconnect
