// Wrong: the message is made, but not sent.
// Fails: relay
// Blocked: login, disconnect, chat
// Says:  nobody got the message
// Says:  nothing was sent to anyone: relay to every

        // TODO 1 · relay
        let _ = out.encode(text);
        // END 1 · relay
