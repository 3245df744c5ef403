// Wrong: remembers for ever who has left: somebody who says goodbye, logs in again and leaves again stays on the list.
// Fails: disconnect
// Says:  nothing was sent to anyone

        // TODO 3 · disconnect
        static GONE: std::sync::Mutex<Vec<ClientId>> = std::sync::Mutex::new(Vec::new());
        let mut gone = GONE.lock().unwrap();
        if gone.contains(&id) {
            return; // announced already
        }
        let Some(place) = self.roster.iter().position(|member| member.id == id) else {
            return;
        };
        gone.push(id);
        let name = self.roster.remove(place).username;
        let message = json!({ "type": "disconnect", "user_left": name, "active_users": self.active_users() });
        self.relay(&message.to_string(), out);
        // END 3 · disconnect
