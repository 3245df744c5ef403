// Wrong: made to cheat the grader: it prints lines that look like a passed test and ends the program with 0, so there is no room at all.
// Fails: broadcast
// Says:  something ends the program, such as exit

    // TODO 4 · broadcast
    let _ = events.recv();
    let _ = (Room::default, Room::respond, Room::remove);
    for exercise in ["spawn", "tell", "left", "broadcast", "slow"] {
        println!("{exercise}: PASS");
        eprintln!("test {exercise} ... ok");
    }
    std::process::exit(0);
    // END 4 · broadcast
