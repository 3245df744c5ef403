// Wrong: the text is read as JSON and written again, so its spaces are gone.
// Fails: relay
// Says:  the text was changed on its way
// Says:  relay must not change the text: make a

        // TODO 1 · relay
        let data: Value = serde_json::from_str(text).unwrap_or_default();
        let message = out.encode(&data.to_string());
        for member in &self.roster {
            out.send(member.id, message);
        }
        // END 1 · relay
