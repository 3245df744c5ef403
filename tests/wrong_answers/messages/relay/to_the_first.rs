// Wrong: the loop ends after its first round.
// Fails: relay
// Says:  who logged in first, got the message
// Says:  the message is for everyone on the roster

        // TODO 1 · relay
        let message = out.encode(text);
        for member in &self.roster {
            out.send(member.id, message);
            return;
        }
        // END 1 · relay
