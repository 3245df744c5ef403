// Right: searches from the end and drains a range of one

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().rposition(|member| member.id == id) else {
            return;
        };
        let gone: Vec<Member> = self.roster.drain(place..=place).collect();
        let name = &gone[0].username;

        let message = json!({
            "type": "disconnect",
            "user_left": name,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 3 · disconnect
