// Wrong: one broken connection makes the broadcaster panic, and the whole room is dead.
// Fails: relay
// Says:  a panic in the room ends the room for everyone

        // TODO 1 · relay
        let message = out.encode(text);
        for member in &self.roster {
            assert!(out.send(member.id, message), "{} does not answer", member.id);
        }
        // END 1 · relay
