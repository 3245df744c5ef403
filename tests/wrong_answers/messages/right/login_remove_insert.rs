// Right: a rename takes the old entry out and puts a new one at the same place

        // TODO 2 · login
        let member = Member { id, username: username.to_owned() };
        match self.roster.iter().position(|other| other.id == id) {
            Some(place) => {
                self.roster.remove(place);
                self.roster.insert(place, member);
            }
            None => self.roster.push(member),
        }

        let message = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 2 · login
