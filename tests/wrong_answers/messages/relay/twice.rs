// Wrong: everyone gets the message twice.
// Fails: relay
// Says:  more than one message
// Says:  the message went out more than once: each

        // TODO 1 · relay
        let message = out.encode(text);
        for member in &self.roster {
            out.send(member.id, message);
            out.send(member.id, message);
        }
        // END 1 · relay
