// Wrong: the text is in small letters.
// Fails: relay
// Says:  the text was changed on its way
// Says:  relay must not change the text: make a

        // TODO 1 · relay
        let message = out.encode(&text.to_lowercase());
        for member in &self.roster {
            out.send(member.id, message);
        }
        // END 1 · relay
