// Wrong: `all` ends at the first `false`, so everyone behind a broken connection misses the message.
// Fails: relay
// Says:  the loop ended at the first client with a broken connection

        // TODO 1 · relay
        let message = out.encode(text);
        self.roster.iter().all(|member| out.send(member.id, message));
        // END 1 · relay
