// Right: an inner function that calls itself with the rest of the roster

        // TODO 1 · relay
        fn send_all(members: &[Member], message: Encoded, out: &mut impl Outgoing) {
            if let Some((first, others)) = members.split_first() {
                out.send(first.id, message);
                send_all(others, message, out);
            }
        }
        let message = out.encode(text);
        send_all(&self.roster, message, out);
        // END 1 · relay
