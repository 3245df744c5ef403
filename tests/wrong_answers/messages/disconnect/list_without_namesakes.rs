// Wrong: the list leaves out everyone with the leaver's name, so the other walter, who is still here, vanishes from it.
// Fails: disconnect
// Says:  still on the roster

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else {
            return;
        };
        let gone = self.roster.remove(place).username;
        let users: Vec<&str> = self.active_users().into_iter().filter(|name| *name != gone).collect();
        let message = json!({ "type": "disconnect", "user_left": gone, "active_users": users });
        self.relay(&message.to_string(), out);
        // END 3 · disconnect
