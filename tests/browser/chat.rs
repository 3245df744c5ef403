//! Two people use the room, and others abuse it.

use serde_json::json;

use crate::Outcome;
use crate::proxy;
use crate::scripted::{ScriptedServer, connect_to};
use crate::support::DEADLINE;
use crate::support::browser::Browser;
use crate::support::client::Client;
use crate::support::process::{Server, eventually};
use crate::visitor::*;

pub fn two_tabs_chat_and_the_closed_one_leaves(browser: &Browser) -> Outcome {
    let server = Server::start();
    let walter = enter(browser, &server, "walter")?;
    let maria = walter.open_beside(&page_url(&server))?;
    log_in(&maria, "maria")?;
    wait_for_roster(&walter, &["walter", "maria"])?;
    wait_for_roster(&maria, &["walter", "maria"])?;

    say(&walter, "is this working?")?;
    wait_for_messages(&maria, &["left walter: is this working?"])?;
    say(&maria, "it is")?;
    let walters_view = ["right You: is this working?", "left maria: it is"];
    let marias_view = ["left walter: is this working?", "right You: it is"];
    wait_for_messages(&walter, &walters_view)?;
    wait_for_messages(&maria, &marias_view)?;

    maria.close()?;
    wait_for_roster(&walter, &["walter"])?;
    wait_for(&walter, QUIET_LINES, &json!(["You joined", "maria joined", "maria left"]))?;
    assert_eq!(walter.console()?, [""; 0], "there are errors in the console");
    Ok(())
}

pub fn the_send_button_sends_text_but_not_blank_text(browser: &Browser) -> Outcome {
    let server = Server::start();
    let walter = enter(browser, &server, "walter")?;
    for text in ["", "   "] {
        walter.type_text(text)?;
        walter.click("#send")?;
    }
    walter.eval("document.querySelector('#message').value = ''")?;
    walter.type_text("by button")?;
    walter.click("#send")?;
    wait_for_messages(&walter, &["right You: by button"])?;
    wait_for(&walter, "document.querySelector('#message').value", &json!(""))?;
    assert_eq!(focus(&walter)?, "message", "the user can go on writing");
    Ok(())
}

pub fn each_message_adds_one_node(browser: &Browser) -> Outcome {
    let server = Server::start();
    let walter = enter(browser, &server, "walter")?;
    let mut maria = Client::login(server.port(), "maria");
    wait_for_roster(&walter, &["walter", "maria"])?;
    walter.eval(
        "window.added = [];
        new MutationObserver(records => window.added.push(...records.map(record =>
            record.target.id + ' +' + record.addedNodes.length + ' -' + record.removedNodes.length
        ))).observe(document.querySelector('#chat'), { childList: true, subtree: true })",
    )?;
    say(&walter, "one")?;
    wait_for(&walter, "window.added", &json!(["chat +1 -0"]))?;
    maria.send_chat("two\nlines & <b>more</b>");
    wait_for(&walter, "window.added", &json!(["chat +1 -0", "chat +1 -0"]))?;
    Ok(())
}

pub fn hostile_text_and_names_stay_text(browser: &Browser) -> Outcome {
    const HOSTILE: [&str; 8] = [
        "<img src=x onerror=window.hacked=1>",
        "<script>window.hacked=1</script>",
        "</script><script>window.hacked=1</script>",
        "<svg onload=window.hacked=1>",
        "\" onmouseover=\"window.hacked=1",
        "${window.hacked=1} {{window.hacked=1}} &lt;b&gt; &amp;",
        "\u{202e}drawkcab\u{2066}\u{200f}",
        "👩🏽‍🔬 e\u{301} \u{1F1E9}\u{1F1EA}",
    ];
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    let mut seen = Vec::new();
    for hostile in HOSTILE {
        let mut client = Client::login(server.port(), hostile);
        client.send_chat(hostile);
        seen.push(format!("left {hostile}: {hostile}"));
        wait_for(&page, MESSAGES, &json!(seen))?;
        wait_for_roster(&page, &["walter", hostile])?;
        client.log_out();
        wait_for_roster(&page, &["walter"])?;
    }
    let elements = page.eval(
        "[...document.querySelectorAll('#chat *, #users-list *')]
            .filter(element => !['P', 'STRONG', 'TIME', 'LI'].includes(element.tagName))
            .filter(element => !element.matches('.quiet > .verb'))
            .map(element => element.outerHTML)",
    )?;
    assert_eq!(elements, json!([]), "the text became elements");
    assert_eq!(page.eval("window.hacked ?? null")?, json!(null), "the script ran");
    assert_eq!(page.console()?, [""; 0], "there are errors in the console");
    Ok(())
}

pub fn unexpected_messages_do_not_break_the_page(browser: &Browser) -> Outcome {
    let server = ScriptedServer::start();
    let (page, mut conversation) = connect_to(browser, &server)?;
    for text in [
        "not JSON",
        "null",
        "[]",
        "7",
        "{}",
        r#"{"type":"dance"}"#,
        r#"{"type":"chat"}"#,
        r#"{"type":"chat","text":{"a":1},"username":["b"]}"#,
        r#"{"type":"login"}"#,
        r#"{"type":"login","active_users":"nobody"}"#,
        r#"{"type":"disconnect","user_left":null,"active_users":[]}"#,
    ] {
        conversation.say(text);
    }
    conversation.say(r#"{"type":"login","user_joined":"maria","active_users":["maria"]}"#);
    wait_for_roster(&page, &["maria"])?;
    // An unknown type is logged, as the tutorial's page does.
    let said = page.console()?;
    let is_logged = |line: &String| line.starts_with("log: Unrecognized message type:");
    assert!(said.len() == 5 && said.iter().all(is_logged), "{said:?}");
    Ok(())
}

/// The Content-Security-Policy lets only the page's own scripts run.
pub fn no_foreign_script_runs(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    assert_eq!(page.console()?, [""; 0], "the policy blocks the page's own scripts");
    page.eval(
        "const script = document.createElement('script');
        script.textContent = 'window.hacked = 1';
        document.body.append(script);
        document.body.insertAdjacentHTML('beforeend', '<img src=data:, onerror=window.hacked=1>')",
    )?;
    let both_blocked = eventually(DEADLINE, || page.console().is_ok_and(|said| said.len() == 2));
    assert!(both_blocked, "the browser did not block both scripts: {:?}", page.console()?);
    assert_eq!(page.eval("window.hacked ?? null")?, json!(null));
    Ok(())
}

pub fn the_page_works_when_opened_as_a_file(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = browser.open(&file_url("client/index.html"))?;
    let proposed = page.eval("document.querySelector('#server').value")?;
    assert_eq!(proposed, "ws://localhost:8081");
    fill_in_server(&page, &server.url())?;
    log_in(&page, "walter")?;
    say(&page, "from a file")?;
    wait_for_messages(&page, &["right You: from a file"])?;
    assert_eq!(page.console()?, [""; 0], "there are errors in the console");
    Ok(())
}

/// The tutorial's server writes JSON as Python does, orders the keys differently, and announces a
/// leave with the type `login`.
pub fn the_page_works_with_a_server_like_the_tutorials(browser: &Browser) -> Outcome {
    let server = ScriptedServer::start();
    let (page, mut conversation) = connect_to(browser, &server)?;
    page.type_text("walter")?;
    page.click("#set-name")?;
    let login = json!({ "type": "login", "username": "walter" });
    assert_eq!(conversation.hear(), login);
    conversation
        .say(r#"{"active_users": ["maria", "walter"], "user_joined": "walter", "type": "login"}"#);
    wait_for_roster(&page, &["maria", "walter"])?;

    say(&page, "hello")?;
    let hello = json!({ "type": "chat", "text": "hello", "username": "walter" });
    assert_eq!(conversation.hear(), hello);
    conversation.say(r#"{"username": "walter", "text": "hello", "type": "chat"}"#);
    conversation.say(r#"{"username": "maria", "text": "h\u00e9", "type": "chat"}"#);
    wait_for_messages(&page, &["right You: hello", "left maria: hé"])?;

    conversation.say(r#"{"type": "login", "user_left": "maria", "active_users": ["walter"]}"#);
    wait_for_roster(&page, &["walter"])?;
    wait_for(&page, QUIET_LINES, &json!(["You joined", "maria left"]))?;
    Ok(())
}

pub fn an_address_copied_from_a_browser_works(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = browser.open(&file_url("client/index.html"))?;
    fill_in_server(&page, &page_url(&server))?;
    log_in(&page, "walter")?;
    wait_for_text(&page, "#ws-status", &format!("ws://{}", server.address()))?;
    Ok(())
}

pub fn servers_used_before_are_proposed_the_next_time(browser: &Browser) -> Outcome {
    const PROPOSED: &str =
        "[...document.querySelector('#server').list.options].map(option => option.value)";
    let (here, elsewhere) = (Server::start(), Server::start());
    let page = browser.open(&page_url(&here))?;
    let proposed = [format!("ws://{}", here.address()), "ws://localhost:8081".into()];
    assert_eq!(page.eval(PROPOSED)?, json!(proposed));
    fill_in_server(&page, &elsewhere.url())?;
    connect(&page)?;
    page.reload()?;
    let [first, second] = proposed;
    assert_eq!(page.eval(PROPOSED)?, json!([first, second, elsewhere.url()]));
    assert_eq!(page.eval("document.querySelector('#server').value")?, first);
    Ok(())
}

pub fn the_page_works_in_a_folder_of_another_site(browser: &Browser) -> Outcome {
    let server = Server::start();
    let (site, request_lines) = proxy::start(&server);
    for page_file in ["", "index.html"] {
        let page = browser.open(&format!("{site}{page_file}"))?;
        let proposed = page.eval_text("document.querySelector('#server').value")?;
        assert_eq!(proposed, site.replace("http:", "ws:"));
        log_in(&page, "walter")?;
        let lines: Vec<String> = request_lines.try_iter().collect();
        let all_in_folder = lines.iter().all(|line| line.starts_with("GET /chat/"));
        assert!(all_in_folder && lines.len() >= 4, "{lines:?}");
    }
    Ok(())
}
