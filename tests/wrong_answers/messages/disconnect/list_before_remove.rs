// Wrong: the list is taken before the client is removed: everybody's page still shows the person who left.
// Fails: disconnect
// Says:  the list still has the client that left

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else {
            return;
        };
        let message = json!({
            "type": "disconnect",
            "user_left": self.roster[place].username,
            "active_users": self.active_users(),
        });
        self.roster.remove(place);
        self.relay(&message.to_string(), out);
        // END 3 · disconnect
