// Wrong: a client that is not on the roster is announced too, with an empty name, so everyone gets a second message each time.
// Fails: disconnect
// Says:  the message had announced it already

        // TODO 3 · disconnect
        let place = self.roster.iter().position(|member| member.id == id);
        let name = match place {
            Some(place) => self.roster.remove(place).username,
            None => String::new(),
        };
        let message = json!({
            "type": "disconnect",
            "user_left": name,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 3 · disconnect
