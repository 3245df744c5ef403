// Right: a <template> gives the element, and a helper function fills it

    // TODO 6 · messages
    function fill(line, side, name) {
        line.className = side;
        line.querySelector("b").textContent = name;
        line.querySelector("span").textContent = data.text;
    }
    if (data.type === "chat") {
        const template = document.createElement("template");
        template.innerHTML = "<p><b></b>: <span></span></p>";
        const line = template.content.firstElementChild;
        data.username === username ? fill(line, "right", "You") : fill(line, "left", data.username);
        chat.append(line);
    }
    // END 6 · messages
