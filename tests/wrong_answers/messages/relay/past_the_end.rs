// Wrong: the index goes one too far, and the room panics.
// Fails: relay
// Blocked: login, disconnect, chat
// Says:  panicked
// Says:  a panic in the room ends the room

        // TODO 1 · relay
        let message = out.encode(text);
        for index in 0..=self.roster.len() {
            out.send(self.roster[index].id, message);
        }
        // END 1 · relay
