// Wrong: the program ends when somebody logs in.
// Fails: login
// Blocked: relay, disconnect, chat
// Says:  the program ended
// Says:  something ends the program, such as exit(…). The

        // TODO 2 · login
        println!("{username} is here");
        std::process::exit(0);
        // END 2 · login
