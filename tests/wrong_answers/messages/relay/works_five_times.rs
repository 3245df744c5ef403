// Wrong: after some messages nobody gets anything any more.
// Fails: relay
// Says:  a later message did not reach everyone
// Says:  the same call has worked before, so something

        // TODO 1 · relay
        static CALLS: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        let message = out.encode(text);
        if CALLS.fetch_add(1, std::sync::atomic::Ordering::Relaxed) < 7 {
            for member in &self.roster {
                out.send(member.id, message);
            }
        }
        // END 1 · relay
