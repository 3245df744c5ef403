//! The picture of a room with many clients, on a laptop's screen.

use crate::Outcome;
use crate::support::browser::{Browser, Page};
use crate::support::frames::Raw;
use crate::watched::Watched;

/// JavaScript: whether all places of both lists are visible without scrolling.
const ALL_FIT: &str = "['#thread-list', '#outbox-list'].every(list =>
    find(list).scrollHeight <= find(list).clientHeight)";

pub fn thirty_clients_have_a_place_with_their_name(browser: &Browser) -> Outcome {
    let watched = Watched::start();
    let page = watched.page(browser)?;
    page.set_viewport(1366, 768, false)?;
    let _crowd = come(&watched, &page, 30, "many")?;
    let names = "[...document.querySelectorAll('.thread .user')].map(one => one.innerText).join()";
    let expected: Vec<String> = (1..=30).map(|number| format!("student {number}")).collect();
    page.wait_until(&format!("{names} === '{}'", expected.join(",")), "all names")?;
    for (width, height) in [(1366, 768), (960, 540)] {
        page.set_viewport(width, height, false)?;
        page.wait_until(ALL_FIT, &format!("all fit at {width} x {height}"))?;
    }
    Ok(())
}

pub fn three_hundred_clients_are_a_grid_that_shows_who_is_slow(browser: &Browser) -> Outcome {
    let watched = Watched::start();
    let page = watched.page(browser)?;
    page.set_viewport(1366, 768, false)?;
    let _crowd = come(&watched, &page, 300, "crowd")?;
    page.wait_until(ALL_FIT, "all squares fit")?;
    let width = "find('.outbox[title=\"client 7\"] .who').getBoundingClientRect().width";
    assert_eq!(page.eval(width)?, 1, "only a screen reader finds the name");
    page.eval(
        "addLines(`${Math.ceil(newest() * 1000) + 1} DEBUG [chat_server::outbox@broadcaster] \
         700000 bytes wait for client 7`)",
    )?;
    page.wait_until("find('.outbox[data-state=near]')?.title === 'client 7'", "a slow client")?;
    let text = page.eval_text("find('.outbox[data-state=near]').innerText")?;
    assert!(text.contains("client 7") && text.contains("700 kB wait"), "{text}");
    let width = "find('.outbox[data-state=near] .who').getBoundingClientRect().width";
    assert_eq!(page.eval(&format!("{width} > 60"))?, true, "the name must be readable");
    page.wait_until(ALL_FIT, "all squares still fit")?;
    Ok(())
}

/// This many clients log in. Returns when the page shows all of them.
fn come(
    watched: &Watched,
    page: &Page,
    count: usize,
    size: &str,
) -> Result<Vec<Raw>, Box<dyn std::error::Error>> {
    let name = |number| format!("student {number}");
    let crowd = (1..=count).map(|number| Raw::login(watched.room(), &name(number))).collect();
    let places = |list| format!("find('#{list}-list').childElementCount === {count}");
    page.wait_until(&places("thread"), "a place for each thread")?;
    page.wait_until(&places("outbox"), "a place for each outbox")?;
    assert_eq!(page.eval_text("document.body.dataset.size")?, size);
    Ok(crowd)
}
