// Right: an empty JSON value is filled key by key

        // TODO 2 · login
        let place = match self.roster.iter().position(|member| member.id == id) {
            Some(place) => place,
            None => {
                self.roster.push(Member { id, username: username.to_string() });
                self.roster.len() - 1
            }
        };
        self.roster[place].username = username.to_string();
        let mut message = Value::Null;
        message["type"] = "login".into();
        message["user_joined"] = self.roster[place].username.as_str().into();
        message["active_users"] = self.active_users().into();
        self.relay(&message.to_string(), out);
        // END 2 · login
