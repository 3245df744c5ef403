// Wrong: `any` stops at the first `true`: only the first person with a working connection gets the message.
// Fails: relay
// Says:  the message is for everyone on the roster

        // TODO 1 · relay
        let message = out.encode(text);
        self.roster.iter().any(|member| out.send(member.id, message));
        // END 1 · relay
