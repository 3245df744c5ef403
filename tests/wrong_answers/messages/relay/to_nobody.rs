// Wrong: the message is made and goes to nobody.
// Fails: relay
// Blocked: login, disconnect, chat
// Says:  nobody got the message

        // TODO 1 · relay
        let _ = out.encode(text);
        // END 1 · relay
