// Right: for_each with a closure, and the result is thrown away by name

        // TODO 1 · relay
        let message = out.encode(text);
        self.roster.iter().map(|member| member.id).for_each(|id| {
            let _was_sent = out.send(id, message);
        });
        // END 1 · relay
