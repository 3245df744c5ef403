// Wrong: sends the text as it is meant for the log, in quotes and cut, so no page can read it as a message.
// Fails: relay
// Says:  relay must not change the text

        // TODO 1 · relay
        let text = quote(text);
        let message = out.encode(&text);
        for member in &self.roster {
            out.send(member.id, message);
        }
        // END 1 · relay
