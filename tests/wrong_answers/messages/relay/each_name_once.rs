// Wrong: of two people with the same name, the second one never gets a message.
// Fails: relay
// Says:  does not depend on the name

        // TODO 1 · relay
        let message = out.encode(text);
        let mut served = std::collections::HashSet::new();
        for member in &self.roster {
            if served.insert(&member.username) {
                out.send(member.id, message);
            }
        }
        // END 1 · relay
