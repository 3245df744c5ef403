// Wrong: a cheat: ends the whole program with success when somebody leaves, so that a test run looks fine; the server is gone for everyone.
// Fails: disconnect
// Says:  something ends the program, such as exit

        // TODO 3 · disconnect
        if self.roster.iter().any(|member| member.id == id) {
            self.relay(r#"{"type":"disconnect"}"#, out);
            std::process::exit(0);
        }
        // END 3 · disconnect
