// Wrong: one broken connection ends the loop, so later clients get nothing.
// Fails: relay
// Says:  one broken client keeps the message from others
// Says:  the loop ended at the first client with

        // TODO 1 · relay
        let message = out.encode(text);
        for member in &self.roster {
            if !out.send(member.id, message) {
                return;
            }
        }
        // END 1 · relay
