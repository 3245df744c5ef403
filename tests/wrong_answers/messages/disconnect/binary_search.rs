// Wrong: searches as if the roster were sorted by id, but it is in order of login: who connected first and logged in later may never be taken off.
// Fails: disconnect
// Says:  nothing was sent to anyone

        // TODO 3 · disconnect
        let Ok(place) = self.roster.binary_search_by_key(&id, |member| member.id) else {
            return;
        };
        let gone = self.roster.remove(place);
        let message = json!({
            "type": "disconnect",
            "user_left": gone.username,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 3 · disconnect
