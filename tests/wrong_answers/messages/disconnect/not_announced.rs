// Wrong: the client is taken off the roster, but nobody hears of it.
// Fails: disconnect
// Says:  nobody got the message
// Says:  nothing was sent to anyone: tell everyone left

        // TODO 3 · disconnect
        let _ = out;
        self.roster.retain(|member| member.id != id);
        // END 3 · disconnect
