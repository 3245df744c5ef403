// Wrong: counts ids from 1 to the number of members: as soon as somebody has left, the newest people get nothing.
// Fails: relay
// Says:  nosy got it without being logged in

        // TODO 1 · relay
        let message = out.encode(text);
        for number in 1..=self.roster.len() {
            out.send(ClientId(number), message);
        }
        // END 1 · relay
