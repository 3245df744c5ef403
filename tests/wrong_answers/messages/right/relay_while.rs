// Right: a while loop with a place that counts up

        // TODO 1 · relay
        let encoded = out.encode(text);
        let mut place = 0;
        while place < self.roster.len() {
            out.send(self.roster[place].id, encoded);
            place += 1;
        }
        // END 1 · relay
