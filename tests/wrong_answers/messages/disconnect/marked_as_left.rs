// Wrong: the entry stays on the roster with " (left)" behind its name: it is still on the list, and is announced again each time.
// Fails: disconnect
// Says:  the client that left was still on the roster when the message

        // TODO 3 · disconnect
        let Some(member) = self.roster.iter_mut().find(|member| member.id == id) else {
            return;
        };
        let name = member.username.clone();
        member.username.push_str(" (left)");
        let message = json!({
            "type": "disconnect",
            "user_left": name,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 3 · disconnect
