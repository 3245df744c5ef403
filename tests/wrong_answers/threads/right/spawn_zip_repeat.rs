// Right: the clones of the sender come from an endless iterator, and `for_each` is the loop

    // TODO 1 · spawn
    listener
        .incoming()
        .flatten()
        .enumerate()
        .zip(std::iter::repeat(events))
        .for_each(|((id, stream), events)| {
            thread::spawn(move || client(id, stream, events));
        });
    // END 1 · spawn
