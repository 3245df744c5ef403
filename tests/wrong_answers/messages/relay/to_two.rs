// Wrong: only two clients get the message. While two are logged in, this looks right.
// Fails: relay
// Says:  did not get the message

        // TODO 1 · relay
        let message = out.encode(text);
        for member in self.roster.iter().take(2) {
            out.send(member.id, message);
        }
        // END 1 · relay
