// Right: a loop over the places with a return right after the removal

        // TODO 3 · disconnect
        for place in 0..self.roster.len() {
            if self.roster[place].id != id {
                continue;
            }
            let Member { username, .. } = self.roster.remove(place);
            let text = json!({"type": "disconnect", "user_left": username, "active_users": self.active_users()});
            self.relay(&text.to_string(), out);
            return;
        }
        // END 3 · disconnect
