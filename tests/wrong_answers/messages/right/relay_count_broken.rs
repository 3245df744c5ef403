// Right: filter and count do the sending, and the log says how many connections are broken

        // TODO 1 · relay
        let message = out.encode(text);
        let broken = self.roster.iter().filter(|member| !out.send(member.id, message)).count();
        if broken > 0 {
            debug!("{broken} connections are broken");
        }
        // END 1 · relay
