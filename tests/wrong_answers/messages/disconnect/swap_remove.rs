// Wrong: `swap_remove` puts the newest person in the gap, so the list is no longer in the order of login.
// Fails: disconnect
// Says:  the roster keeps its order when someone leaves; `swap_remove` does not

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else {
            return;
        };
        let gone = self.roster.swap_remove(place);
        let message = json!({
            "type": "disconnect",
            "user_left": gone.username,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 3 · disconnect
