// Right: login and disconnect have their own loops; only chat calls relay.

        // TODO 2 · login
        let place = self.roster.iter().position(|member| member.id == id);
        let place = place.unwrap_or(self.roster.len());
        if place == self.roster.len() {
            self.roster.push(Member { id, username: String::new() });
        }
        self.roster[place].username = username.to_owned();
        let names = self.active_users();
        let login = json!({"type": "login", "user_joined": username, "active_users": names});
        let login = out.encode(&login.to_string());
        self.roster.iter().for_each(|member| {
            out.send(member.id, login);
        });
        // END 2 · login

        // TODO 3 · disconnect
        match self.roster.iter().position(|member| member.id == id) {
            None => debug!("{id} had gone already"),
            Some(place) => {
                let Member { username, .. } = self.roster.remove(place);
                let names = self.active_users();
                let left = json!({"type": "disconnect", "user_left": username, "active_users": names});
                let left = out.encode(&left.to_string());
                for member in self.roster.iter() {
                    out.send(member.id, left);
                }
            }
        }
        // END 3 · disconnect
