// Wrong: the loop goes on after the removal with the old length, so the server panics unless the newest person leaves.
// Fails: disconnect
// Says:  a panic in the room ends the room for everyone

        // TODO 3 · disconnect
        for place in 0..self.roster.len() {
            if self.roster[place].id == id {
                let gone = self.roster.remove(place);
                let message = json!({
                    "type": "disconnect",
                    "user_left": gone.username,
                    "active_users": self.active_users(),
                });
                self.relay(&message.to_string(), out);
            }
        }
        // END 3 · disconnect
