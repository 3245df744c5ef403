// Wrong: one broken connection keeps the message from all who came later.
// Fails: relay
// Says:  one broken client keeps the message from others

        // TODO 1 · relay
        let message = out.encode(text);
        for member in &self.roster {
            if !out.send(member.id, message) {
                return;
            }
        }
        // END 1 · relay
