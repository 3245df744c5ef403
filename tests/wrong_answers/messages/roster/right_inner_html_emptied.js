// Right: innerHTML only to empty the list; the names go through a fragment, each in a <bdi> in its item

    // TODO 5 · roster
    switch (data.type) {
        case "login":
        case "disconnect": {
            if (!data.active_users) {
                break;
            }
            const fragment = document.createDocumentFragment();
            for (const name of data.active_users) {
                const li = document.createElement("li");
                const bdi = document.createElement("bdi");
                bdi.append(name);
                li.append(bdi);
                fragment.append(li);
            }
            usersList.innerHTML = "";
            usersList.append(fragment);
        }
    }
    // END 5 · roster
