// Wrong: the text gets the end of a line.
// Fails: relay
// Says:  the text was changed on its way
// Says:  relay must not change the text: make a

        // TODO 1 · relay
        let message = out.encode(&format!("{text}\n"));
        for member in &self.roster {
            out.send(member.id, message);
        }
        // END 1 · relay
