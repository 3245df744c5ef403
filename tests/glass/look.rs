//! The page for users who have no mouse, who hear it, or who see little; and on small screens.

use serde_json::json;

use crate::Outcome;
use crate::contrast::PALE_TEXTS;
use crate::support::browser::{Browser, Page, Trouble};
use crate::support::client::{Client, room};
use crate::watched::{Watched, draw_a_chat};

/// More than the number of elements that Tab reaches.
const MAX_TABS: usize = 20;

pub fn the_keyboard_alone_does_everything(browser: &Browser) -> Outcome {
    let watched = Watched::start();
    let page = watched.page(browser)?;
    let [mut walter] = room(watched.room(), ["walter"]);
    draw_a_chat(&page, &mut walter, 1)?;
    press(&page, "pause", "Space")?;
    page.wait_until("isPaused && !isLive", "the picture is paused")?;
    press(&page, "time", "Home")?;
    page.wait_until("upTo === 1", "the first event is shown")?;
    press(&page, "step", "Enter")?;
    page.wait_until("upTo === 2", "the second event is shown")?;
    press(&page, "slow", "Space")?;
    page.wait_until("isSlow && isPaused", "slow motion is set")?;
    press(&page, "pause", "Space")?;
    page.wait_until("!isPaused", "the picture goes on")?;
    press(&page, "live", "Enter")?;
    page.wait_until("isLive && !isSlow && upTo === events.length", "the picture is live")?;
    for id in ["thread-list", "outbox-list", "save", "load"] {
        tab_to(&page, id)?;
        let has_outline = "(({ outlineStyle, outlineWidth }) =>
            outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2
        )(getComputedStyle(document.activeElement.closest('label') ?? document.activeElement))";
        page.wait_until(has_outline, &format!("the focus is visible on #{id}"))?;
    }
    Ok(())
}

fn press(page: &Page, id: &str, key: &str) -> Result<(), Trouble> {
    tab_to(page, id)?;
    page.press_key(key)
}

/// Presses Tab until the element with this id has the focus.
fn tab_to(page: &Page, id: &str) -> Result<(), Trouble> {
    let mut stops = Vec::new();
    for _ in 0..2 * MAX_TABS {
        page.press_key("Tab")?;
        stops.push(page.eval_text("document.activeElement.id")?);
        if stops.last().is_some_and(|stop| stop == id) {
            return Ok(());
        }
    }
    Err(Trouble::Missing(format!("Tab does not reach #{id}, only {stops:?}")))
}

pub fn every_part_has_a_name_and_nothing_is_read_aloud_by_itself(browser: &Browser) -> Outcome {
    let (_watched, _walter, page) = a_busy_page(browser)?;
    let tree = page.accessibility_tree()?;
    for (role, name) in [
        ("RootWebArea", "The glass room"),
        ("heading", "The glass room"),
        ("region", "Client threads"),
        ("list", "Client threads"),
        ("region", "Accept loop"),
        ("region", "The channel"),
        ("region", "Broadcaster"),
        ("region", "Outboxes"),
        ("list", "Outboxes"),
        ("button", "Pause"),
        ("button", "Step"),
        ("button", "Slow"),
        ("button", "Live"),
        ("slider", "Time"),
        ("link", "Save"),
    ] {
        let is_it = |node: &&_| {
            let crate::support::browser::Accessible { role: its_role, name: its_name, .. } = node;
            its_role == role && its_name == name
        };
        assert!(tree.iter().any(|node| is_it(&node)), "no {role} {name:?} in {tree:#?}");
    }
    for node in &tree {
        let is_control = ["button", "slider", "link", "region"].contains(&node.role.as_str());
        assert!(!is_control || !node.name.is_empty(), "{node:?} has no name");
        assert!(node.live.is_empty(), "{node:?} would never stop talking");
    }
    Ok(())
}

/// WCAG 2.2, 1.4.3: a contrast of 4.5 to 1.
pub fn text_has_enough_contrast_in_light_and_dark(browser: &Browser) -> Outcome {
    let (_watched, _walter, page) = a_busy_page(browser)?;
    for state in ["waiting", "reading", "blocked", "gone", "near", "ended", "slow"] {
        for scheme in ["light", "dark"] {
            let media = [("prefers-color-scheme", scheme), ("prefers-reduced-motion", "reduce")];
            page.emulate_media(&media)?;
            let pale = page.eval(&format!(
                "document.querySelectorAll('.thread, .outbox')
                    .forEach(place => place.dataset.state = '{state}'), ({PALE_TEXTS})(4.5)"
            ))?;
            assert_eq!(pale, json!([]), "{state}, {scheme}: text with too little contrast");
        }
    }
    Ok(())
}

pub fn nothing_flies_when_the_user_prefers_reduced_motion(browser: &Browser) -> Outcome {
    let (_watched, mut walter, page) = a_busy_page(browser)?;
    for (preference, flies) in [("reduce", false), ("no-preference", true)] {
        page.emulate_media(&[("prefers-reduced-motion", preference)])?;
        page.eval("window.count = 0")?;
        page.eval(
            "new MutationObserver(changes => changes.forEach(one => count += one.addedNodes.length))
                .observe(flights, { childList: true })",
        )?;
        draw_a_chat(&page, &mut walter, 1)?;
        page.eval("new Promise(requestAnimationFrame)")?;
        assert_eq!(page.eval("count > 0")?, flies, "{preference}");
    }
    Ok(())
}

/// JavaScript: the elements that extend past the sides of the screen.
const TOO_WIDE: &str = "[...document.querySelectorAll('body *:not(#flights *, .who *)')]
    .filter(element => element.checkVisibility()
        && (element.getBoundingClientRect().left < 0
            || element.getBoundingClientRect().right > innerWidth))
    .map(element => element.outerHTML.slice(0, 120))
    .concat(document.documentElement.scrollWidth > innerWidth ? 'the page scrolls' : [])";

pub fn nothing_is_wider_than_the_screen(browser: &Browser) -> Outcome {
    let (watched, _walter, page) = a_busy_page(browser)?;
    let _long = Client::login(watched.room(), &"W".repeat(64));
    page.wait_until("picture.clients.size === 2", "both clients")?;
    for (width, height) in [(1366, 768), (960, 540), (640, 360), (360, 640), (320, 640)] {
        page.set_viewport(width, height, width < 500)?;
        let too_wide = page.eval(TOO_WIDE)?;
        assert_eq!(too_wide, json!([]), "wider than {width} px");
    }
    Ok(())
}

/// A page that shows walter, who has just said something.
fn a_busy_page(
    browser: &Browser,
) -> Result<(Watched, Client, Page<'_>), Box<dyn std::error::Error>> {
    let watched = Watched::start();
    let page = watched.page(browser)?;
    let [mut walter] = room(watched.room(), ["walter"]);
    draw_a_chat(&page, &mut walter, 1)?;
    Ok((watched, walter, page))
}
