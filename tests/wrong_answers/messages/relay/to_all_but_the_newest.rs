// Wrong: the newest client, the sender of a login, gets nothing.
// Fails: relay
// Says:  did not get the message
// Says:  the last place is left out: the message

        // TODO 1 · relay
        let message = out.encode(text);
        for index in 1..self.roster.len() {
            out.send(self.roster[index - 1].id, message);
        }
        // END 1 · relay
