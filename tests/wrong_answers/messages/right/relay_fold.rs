// Right: fold with &, which (unlike &&) always sends

        // TODO 1 · relay
        let message = out.encode(text);
        let all_sent = self.roster.iter().fold(true, |sent, member| out.send(member.id, message) & sent);
        debug!("everyone got it: {all_sent}");
        // END 1 · relay
