// Wrong: the broadcaster sleeps for each member.
// Fails: relay
// Says:  the broadcaster sleeps
// Says:  these lines sleep, or wait for something else

        // TODO 1 · relay
        let message = out.encode(text);
        for member in &self.roster {
            std::thread::sleep(std::time::Duration::from_millis(20));
            out.send(member.id, message);
        }
        // END 1 · relay
