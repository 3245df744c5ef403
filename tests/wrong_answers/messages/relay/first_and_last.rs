// Wrong: only the first and the last member get the message: it works with two tabs, and the third person sees nothing.
// Fails: relay
// Says:  Expected

        // TODO 1 · relay
        let message = out.encode(text);
        if let Some(first) = self.roster.first() {
            out.send(first.id, message);
        }
        if let Some(last) = self.roster.last() && self.roster.len() > 1 {
            out.send(last.id, message);
        }
        // END 1 · relay
