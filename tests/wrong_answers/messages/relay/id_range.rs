// Wrong: sends to every id between the first and the last member: also to people who have not logged in, and to too few if they logged in in another order than they connected.
// Fails: relay
// Says:  nosy got it without being logged in

        // TODO 1 · relay
        let message = out.encode(text);
        if let (Some(first), Some(last)) = (self.roster.first(), self.roster.last()) {
            for number in first.id.0..=last.id.0 {
                out.send(ClientId(number), message);
            }
        }
        // END 1 · relay
