// Right: an iterator of messages that ends at the first error

    // TODO 3 · left
    std::iter::from_fn(|| socket.read().ok()).for_each(|message| tell(id, message, &events));
    events.send((id, Event::Left)).ok();
    // END 3 · left
