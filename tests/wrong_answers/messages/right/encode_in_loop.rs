// Right: the message is encoded for each member; once would do.

        // TODO 1 · relay
        for member in &self.roster {
            let message = out.encode(text);
            out.send(member.id, message);
        }
        // END 1 · relay
