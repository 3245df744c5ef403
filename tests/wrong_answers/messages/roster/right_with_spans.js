// Right: map makes the items, each with a span, and all are added at once.

    // TODO 5 · roster
    switch (data.type) {
        case "login":
        case "disconnect":
            usersList.replaceChildren(...(data.active_users ?? []).map((name) => {
                const span = document.createElement("span");
                span.innerText = name;
                const item = document.createElement("li");
                item.append("\n", span, "\n");
                return item;
            }));
    }
    // END 5 · roster
