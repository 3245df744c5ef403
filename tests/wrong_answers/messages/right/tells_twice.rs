// Right: the line for the log stands in the hole too.

        // TODO 1 · relay
        debug!("relaying to {}: {}", self.roster.len(), quote(text));
        let message = out.encode(text);
        for member in &self.roster {
            out.send(member.id, message);
        }
        // END 1 · relay
