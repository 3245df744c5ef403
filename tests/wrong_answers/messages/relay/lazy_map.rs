// Wrong: `map` is lazy and nobody uses the iterator, so nothing is sent to anyone.
// Fails: relay
// Says:  nothing was sent to anyone

        // TODO 1 · relay
        let message = out.encode(text);
        let _ = self.roster.iter().map(|member| out.send(member.id, message));
        // END 1 · relay
