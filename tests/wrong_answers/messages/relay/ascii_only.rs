// Wrong: all characters outside of ASCII are dropped: Jürgen becomes Jrgen and emoji vanish.
// Fails: relay
// Says:  relay must not change the text

        // TODO 1 · relay
        let clean: String = text.chars().filter(|c| c.is_ascii()).collect();
        let message = out.encode(&clean);
        for member in &self.roster {
            out.send(member.id, message);
        }
        // END 1 · relay
