// Wrong: the text gets the end of a line.
// Fails: relay
// Says:  the text was changed on its way

        // TODO 1 · relay
        let message = out.encode(&format!("{text}\n"));
        for member in &self.roster {
            out.send(member.id, message);
        }
        // END 1 · relay
