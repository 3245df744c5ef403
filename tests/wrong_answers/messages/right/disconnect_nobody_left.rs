// Right: makes no message if nobody is left to read it

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else { return };
        let name = self.roster.remove(place).username;
        if self.roster.is_empty() {
            info!("the room is empty");
            return;
        }

        let message = json!({
            "type": "disconnect",
            "user_left": name,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 3 · disconnect
