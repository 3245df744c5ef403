// Wrong: every connection gets the message, logged in or not.
// Fails: relay
// Says:  without being logged in

        // TODO 1 · relay
        let message = out.encode(text);
        for number in 0..1000 {
            out.send(ClientId(number), message);
        }
        // END 1 · relay
