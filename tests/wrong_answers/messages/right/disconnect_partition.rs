// Right: splits the roster into who leaves and who stays

        // TODO 3 · disconnect
        let (gone, left): (Vec<Member>, Vec<Member>) =
            std::mem::take(&mut self.roster).into_iter().partition(|member| member.id == id);
        self.roster = left;
        for member in gone {
            let text = json!({
                "type": "disconnect",
                "user_left": member.username,
                "active_users": self.active_users(),
            });
            self.relay(&text.to_string(), out);
        }
        // END 3 · disconnect
