// Wrong: spaces and line ends around the text are cut off, so what the wire shows is not what the sender sent.
// Fails: relay
// Says:  relay must not change the text

        // TODO 1 · relay
        let message = out.encode(text.trim());
        for member in self.roster.iter() {
            out.send(member.id, message);
        }
        // END 1 · relay
