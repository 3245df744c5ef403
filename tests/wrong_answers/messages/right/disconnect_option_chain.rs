// Right: position, then map: an Option of the name, and if let

        // TODO 3 · disconnect
        let place = self.roster.iter().position(|member| member.id == id);
        if let Some(name) = place.map(|place| self.roster.remove(place).username) {
            info!("{id} was {}", quote(&name));
            let users = json!(self.active_users());
            let message = json!({ "type": "disconnect", "user_left": name, "active_users": users });
            self.relay(&message.to_string(), out);
        }
        // END 3 · disconnect
