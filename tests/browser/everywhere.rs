//! The main things, in each of the three browsers.

use serde_json::json;

use crate::Outcome;
use crate::accessible::RECORD_SPEECH;
use crate::engines::{Engine, Tab};
use crate::layout::{AT_THE_END, IN_SIGHT};
use crate::lost::SHORTEST_PAUSES;
use crate::support::browser::Trouble;
use crate::support::client::Client;
use crate::support::process::{Server, free_port};
use crate::visitor::*;

pub fn two_people_chat_and_the_closed_tab_leaves(engine: &dyn Engine) -> Outcome {
    let server = Server::start();
    let walter = come_in(engine, &server, "walter")?;
    let maria = come_in(engine, &server, "maria")?;
    wait_for_roster(&*walter, &["walter", "maria"])?;
    say(&*walter, "is this working?")?;
    wait_for_messages(&*maria, &["left walter: is this working?"])?;
    say(&*maria, "it is")?;
    wait_for_messages(&*walter, &["right You: is this working?", "left maria: it is"])?;
    wait_for_messages(&*maria, &["left walter: is this working?", "right You: it is"])?;
    let sides = "['.left', '.right'].map(side => document.querySelector(`#chat > ${side}`))
        .map(line => Math.round(line.getBoundingClientRect().left))";
    let places = walter.eval(sides)?;
    assert!(places[0].as_f64() < places[1].as_f64(), "left and right: {places}");

    walter.type_text("two")?;
    walter.press_key("Shift+Enter")?;
    walter.type_text("lines")?;
    walter.press_key("Enter")?;
    let last = format!("{MESSAGES}.slice(-1)[0]");
    wait_for(&*maria, &last, &json!("left walter: two\nlines"))?;

    maria.close()?;
    wait_for_roster(&*walter, &["walter"])?;
    wait_for(&*walter, QUIET_LINES, &json!(["You joined", "maria joined", "maria left"]))?;
    Ok(())
}

pub fn hostile_text_stays_text(engine: &dyn Engine) -> Outcome {
    const HOSTILE: [&str; 3] = [
        "<img src=x onerror=window.hacked=1>",
        "</script><svg onload=window.hacked=1>",
        "\u{202e}drawkcab 👩🏽‍🔬 \" onmouseover=\"window.hacked=1",
    ];
    let server = Server::start();
    let page = come_in(engine, &server, "walter")?;
    let mut seen = Vec::new();
    for hostile in HOSTILE {
        let mut client = Client::login(server.port(), hostile);
        client.send_chat(hostile);
        seen.push(format!("left {hostile}: {hostile}"));
        wait_for(&*page, MESSAGES, &json!(seen))?;
        wait_for_roster(&*page, &["walter", hostile])?;
        client.log_out();
        wait_for_roster(&*page, &["walter"])?;
    }
    let made =
        "document.querySelectorAll('#chat img, #chat svg, #chat script, #users-list img').length";
    assert_eq!(page.eval(made)?, 0, "the text became elements");
    assert_eq!(page.eval("window.hacked ?? 'no'")?, "no", "the script ran");
    Ok(())
}

pub fn the_page_comes_back_with_the_draft(engine: &dyn Engine) -> Outcome {
    let port = free_port().to_string();
    let server = Server::start_with(&[("PORT", &port)]);
    let page = come_in(engine, &server, "walter")?;
    page.eval(SHORTEST_PAUSES)?;
    say(&*page, "before")?;
    wait_for_messages(&*page, &["right You: before"])?;
    page.type_text("a draft")?;
    drop(server);
    wait_for_text(&*page, "#ws-status", "Connection lost")?;
    let server = Server::start_with(&[("PORT", &port)]);
    wait_for_text(&*page, "#ws-status", "Connected again")?;
    // The page's login may still be on its way. The page is in the room when the room has answered.
    wait_for(&*page, &format!("{QUIET_LINES}.slice(-1)[0]"), &json!("You joined"))?;
    let _maria = Client::login(server.port(), "maria");
    wait_for_roster(&*page, &["walter", "maria"])?;
    assert_eq!(page.eval("document.querySelector('#message').value")?, "a draft");
    page.press_key("Enter")?;
    wait_for_messages(&*page, &["right You: before", "right You: a draft"])?;
    Ok(())
}

pub fn the_page_works_as_a_file(engine: &dyn Engine) -> Outcome {
    let server = Server::start();
    let page = engine.open(&file_url("client/index.html"))?;
    fill_in_server(&*page, &server.url())?;
    log_in(&*page, "walter")?;
    say(&*page, "from a file")?;
    wait_for_messages(&*page, &["right You: from a file"])?;
    Ok(())
}

pub fn roster_and_message_box_are_in_sight(engine: &dyn Engine) -> Outcome {
    let server = Server::start();
    let page = come_in(engine, &server, "walter")?;
    let mut maria = Client::login(server.port(), "maria");
    wait_for_roster(&*page, &["walter", "maria"])?;
    for number in 1..=30 {
        maria.send_chat(&format!("message {number} is as long as the width of a laptop").repeat(3));
    }
    wait_for_text(&*page, "#chat", "message 30")?;
    for (width, height) in [(683, 325), (320, 256), (1366, 768), (360, 640), (960, 540)] {
        let width = width.max(engine.narrowest());
        page.set_size(width, height)?;
        let is_so = format!("innerWidth === {width} && innerHeight === {height}");
        page.wait_until(&is_so, &format!("a page of {width} x {height}"))?;
        page.wait_until(AT_THE_END, "the newest message is visible")?;
        for selector in ["#name-display", "#users-list > li", "#message", "#send"] {
            let is_in_sight = page.eval(&format!("({IN_SIGHT})('{selector}')"))?;
            assert_eq!(is_in_sight, true, "{selector} is in sight at {width} x {height}");
        }
    }
    // A projector at 200 %: the wire is beside them.
    page.click("#show-wire")?;
    for selector in ["#message", "#users-list > li", "#raw", "#frames"] {
        let is_in_sight = page.eval(&format!("({IN_SIGHT})('{selector}')"))?;
        assert_eq!(is_in_sight, true, "{selector} is in sight on a projector");
    }
    let frames = page.eval("document.querySelector('#frames').clientHeight")?;
    assert!(frames.as_f64() >= Some(240.0), "#frames has {frames} px, a frame has 60");
    Ok(())
}

pub fn a_message_is_announced_once(engine: &dyn Engine) -> Outcome {
    let server = Server::start();
    let page = come_in(engine, &server, "walter")?;
    page.eval(&format!("(() => {{ {RECORD_SPEECH} }})()"))?;
    let mut maria = Client::login(server.port(), "maria");
    maria.send_chat("five");
    wait_for(&*page, "window.spoken", &json!(["maria: five"]))?;
    Ok(())
}

/// Opens the page from the server, and logs in with this name.
fn come_in<'e>(
    engine: &'e dyn Engine,
    server: &Server,
    name: &str,
) -> Result<Box<dyn Tab + 'e>, Trouble> {
    let page = engine.open(&page_url(server))?;
    log_in(&*page, name)?;
    Ok(page)
}
