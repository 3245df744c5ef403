// Wrong: reads the name at that place after the removal: the next person on the list is announced as gone, or nobody.
// Fails: disconnect
// Says:  user_left must be the name on the roster, whatever the message says

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else {
            return;
        };
        self.roster.remove(place);
        let name = match self.roster.get(place) {
            Some(member) => member.username.as_str(),
            None => "",
        };
        let message = json!({
            "type": "disconnect",
            "user_left": name,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 3 · disconnect
