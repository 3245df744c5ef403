// Wrong: `unwrap` panics the second time that the same client leaves, and the room is dead for everyone.
// Fails: disconnect
// Says:  this runs twice for one client, when it says goodbye and when

        // TODO 3 · disconnect
        let place = self.roster.iter().position(|member| member.id == id).unwrap();
        let name = self.roster.remove(place).username;
        let message = json!({
            "type": "disconnect",
            "user_left": name,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 3 · disconnect
