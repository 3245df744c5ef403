// Right: encodes nothing if nobody is on the roster

        // TODO 1 · relay
        if self.roster.is_empty() {
            return;
        }
        let message = out.encode(text);
        let ids: Vec<ClientId> = self.roster.iter().map(|member| member.id).collect();
        for id in ids {
            if !out.send(id, message) {
                continue; // the others still want it
            }
        }
        // END 1 · relay
