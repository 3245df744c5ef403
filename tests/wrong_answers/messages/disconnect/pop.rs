// Wrong: whoever leaves, the newest person is taken off and announced.
// Fails: disconnect
// Says:  another entry was taken off

        // TODO 3 · disconnect
        if self.roster.iter().any(|member| member.id == id) {
            if let Some(gone) = self.roster.pop() {
                let message = json!({
                    "type": "disconnect",
                    "user_left": gone.username,
                    "active_users": self.active_users(),
                });
                self.relay(&message.to_string(), out);
            }
        }
        // END 3 · disconnect
