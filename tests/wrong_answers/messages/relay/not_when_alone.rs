// Wrong: somebody who is alone in the room does not see their own login and messages.
// Fails: relay
// Says:  nothing was sent to anyone

        // TODO 1 · relay
        if self.roster.len() > 1 {
            let message = out.encode(text);
            for member in &self.roster {
                out.send(member.id, message);
            }
        }
        // END 1 · relay
