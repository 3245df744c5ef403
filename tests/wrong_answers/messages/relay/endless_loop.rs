// Wrong: the index never grows, and the loop never ends.
// Fails: relay
// Blocked: login, disconnect, chat
// Says:  computes without end
// Says:  an endless loop that makes messages, or a

        // TODO 1 · relay
        let message = out.encode(text);
        let mut index = 0;
        while index < self.roster.len() {
            if out.send(self.roster[0].id, message) {
                continue;
            }
            index += 1;
        }
        // END 1 · relay
