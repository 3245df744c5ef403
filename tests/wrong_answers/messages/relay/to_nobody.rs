// Wrong: the message is made, but not sent.
// Fails: relay
// Blocked: login, disconnect, chat
// Says:  nobody got the message

        // TODO 1 · relay
        let _ = out.encode(text);
        // END 1 · relay
