// Right: the newest member is served first; everyone still gets the message

        // TODO 1 · relay
        let message = out.encode(text);
        for Member { id, .. } in self.roster.iter().rev() {
            out.send(*id, message);
        }
        // END 1 · relay
