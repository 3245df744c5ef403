// Wrong: the name is put into the JSON with `format!`: when somebody with a quote in the name leaves, no page can read the message.
// Fails: disconnect
// Says:  a name may have quotes and backslashes in it

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else {
            return;
        };
        let name = self.roster.remove(place).username;
        let users = json!(self.active_users());
        let message = format!(r#"{{"type":"disconnect","user_left":"{name}","active_users":{users}}}"#);
        self.relay(&message, out);
        // END 3 · disconnect
