// Wrong: if one connection is broken, the message is sent to everyone once more, so all others see it twice.
// Fails: relay
// Says:  after one failed `send` the message went out again

        // TODO 1 · relay
        let message = out.encode(text);
        let mut failed = false;
        for member in &self.roster {
            failed |= !out.send(member.id, message);
        }
        if failed {
            for member in &self.roster {
                out.send(member.id, message);
            }
        }
        // END 1 · relay
