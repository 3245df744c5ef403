// Wrong: the code that was there before was not removed, so the newest member sees every message twice.
// Fails: relay
// Says:  the message went out more than once

        // TODO 1 · relay
        let message = out.encode(text);
        if let Some(last) = self.roster.last() {
            out.send(last.id, message);
        }
        for member in &self.roster {
            out.send(member.id, message);
        }
        // END 1 · relay
