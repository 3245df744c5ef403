// Wrong: the message goes out before the client is taken off, so the leaver gets it too and is still on the list.
// Fails: disconnect
// Says:  the client that left was still on the roster when the message

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else {
            return;
        };
        let message = json!({
            "type": "disconnect",
            "user_left": self.roster[place].username,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        self.roster.remove(place);
        // END 3 · disconnect
