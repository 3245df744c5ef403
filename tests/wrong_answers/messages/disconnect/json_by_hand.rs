// Wrong: the JSON is put together by hand, and a name with a quote in it ends it.
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
