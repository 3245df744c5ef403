//! Looking back: replay, saved files, and logs that become recordings.

use std::env::temp_dir;
use std::fs;
use std::path::Path;

use serde_json::json;

use crate::Outcome;
use crate::support::browser::{Browser, Page, Trouble};
use crate::support::client::{left, room};
use crate::support::process::Server;
use crate::watched::{Watched, draw_a_chat, glass};

/// JavaScript: everything that the picture shows, with the state of each place.
const LOOK: &str = "[
    ...['#sentence', '#line', '#counters', '#threads', '#middle', '#outboxes']
        .map(part => find(part).innerText),
    ...[...document.querySelectorAll('[data-state]')].map(({ dataset }) => dataset.state),
    ...[...document.querySelectorAll('.fill')].map(({ style }) => style.width),
].join('\\n')";

/// A short recording, as the page saves it.
const RECORDING: &str = r#"1764153600000000 INFO  [glass@glass] started chat-server
1764153600100000 DEBUG [chat_server::accept@main] accepted client 1
1764153600200000 INFO  [chat_server::broadcaster@broadcaster] client 1 connected
1764153600300000 INFO  [chat_server::room@broadcaster] client 1 is "walter", 1 logged in
1764153600400000 DEBUG [chat_server::client@client 1] read 66 bytes
1764153600400100 DEBUG [chat_server::room@broadcaster] relaying to 1: "{\"type\":\"chat\",\"text\":\"hello\"}"
1764153600400200 DEBUG [chat_server::broadcaster@broadcaster] took 1 of 1 events from the channel
1764153600400300 DEBUG [chat_server::outbox@broadcaster] 4096 bytes wait for client 1
1764153600400400 DEBUG [chat_server::outbox@broadcaster] wrote 68 bytes to 0 of 1 clients
"#;

pub fn a_moment_looks_the_same_when_it_is_replayed(browser: &Browser) -> Outcome {
    let watched = Watched::start();
    let page = watched.page(browser)?;
    let [mut walter, maria] = room(watched.room(), ["walter", "maria"]);
    draw_a_chat(&page, &mut walter, 2)?;
    page.click("#pause")?;
    page.wait_until("find('#pause').innerText === 'Play'", "the picture is paused")?;
    let (live, moment) = (page.eval_text(LOOK)?, page.eval("now - events[0].at")?);
    maria.log_out();
    walter.expect(&left("maria", &["walter"]));
    page.click("#live")?;
    page.wait_until("picture.clients.size === 1", "her leave")?;
    assert_ne!(page.eval_text(LOOK)?, live);
    drag_to(&page, &moment.to_string())?;
    assert_eq!(page.eval_text(LOOK)?, live);
    Ok(())
}

/// Drags the time bar, which knows its bounds once it is drawn, and waits until the picture is drawn.
fn drag_to(page: &Page, time: &str) -> Result<(), Trouble> {
    page.eval(&format!(
        "(async () => {{
            const drawn = async () => {{
                await new Promise(requestAnimationFrame);
                await new Promise(requestAnimationFrame);
            }};
            await drawn();
            timeBar.value = {time};
            timeBar.dispatchEvent(new Event('input'));
            await drawn();
        }})()"
    ))?;
    Ok(())
}

pub fn a_saved_recording_is_loaded_by_a_page_that_is_a_file(browser: &Browser) -> Outcome {
    let watched = Watched::start();
    let page = watched.page(browser)?;
    let [mut walter, _maria] = room(watched.room(), ["walter", "maria"]);
    draw_a_chat(&page, &mut walter, 2)?;
    drag_to(&page, "timeBar.max")?;
    let look = page.eval_text(LOOK)?;
    // The test reads what the browser would save, and the browser saves nothing.
    page.eval("find('#save').addEventListener('click', click => click.preventDefault())")?;
    page.eval("URL.createObjectURL = file => { window.saved = file; return '#' }; 0")?;
    page.click("#save")?;
    let saved = page.eval_text("saved.text()")?;
    assert!(saved.contains(" INFO  [glass@glass] started chat-server\n"), "{saved}");

    let page = page_as_a_file(browser)?;
    load(&page, &saved)?;
    page.wait_until("find('#pause').innerText === 'Pause'", "the recording plays")?;
    drag_to(&page, "timeBar.max")?;
    assert_eq!(page.eval_text(LOOK)?, look);
    Ok(())
}

pub fn the_program_shows_a_recording(browser: &Browser) -> Outcome {
    let file = temp_dir().join(format!("recording-{}.txt", std::process::id()));
    fs::write(&file, RECORDING)?;
    let mut command = glass();
    command.arg("--recording").arg(&file);
    let server = Server::launch(command)?;
    fs::remove_file(&file)?;
    let page = browser.open(&format!("http://127.0.0.1:{}/glass.html", server.port()))?;
    page.wait_until("find('#ws-status').textContent === 'A recording'", "the recording")?;
    page.wait_until("upTo === 9 && !isLive", "it plays to its end")?;
    let slow = "find('#sentence').textContent === 'client 1 is slow: 4 kB wait for it.'";
    page.wait_until(slow, "the last sentence")?;
    Ok(())
}

pub fn a_log_without_times_is_a_recording_too(browser: &Browser) -> Outcome {
    let log: Vec<&str> =
        RECORDING.lines().filter_map(|line| Some(line.split_once(' ')?.1)).collect();
    let page = page_as_a_file(browser)?;
    load(&page, &log.join("\n"))?;
    page.wait_until("upTo === 9", "it plays to its end")?;
    assert_eq!(page.eval_text("find('.thread .user').textContent")?, "walter");
    Ok(())
}

/// Its thread sleeps and reads in turn, a thousand times a second. Its sleep is what counts.
pub fn the_thread_of_a_flooder_sleeps(browser: &Browser) -> Outcome {
    let flood = "DEBUG [chat_server::allowance@client 1] sleeps for 1 ms: it sent too much
DEBUG [chat_server::client@client 1] read 766 bytes";
    let page = page_as_a_file(browser)?;
    load(&page, &format!("{RECORDING}{flood}"))?;
    drag_to(&page, "timeBar.max")?;
    assert_eq!(
        page.eval_text("find('.thread').innerText.replace(/\\s+/g, ' ')")?,
        "client 1 walter sleeps"
    );
    Ok(())
}

/// Opens the page from the disk, without a server.
pub fn page_as_a_file<'b>(browser: &'b Browser) -> Result<Page<'b>, Trouble> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("client/glass.html");
    let path = file.to_str().expect("the path is UTF-8").replace('\\', "/");
    browser.open(&format!("file:///{}", path.trim_start_matches('/')))
}

/// Chooses a file with this text.
fn load(page: &Page, text: &str) -> Result<(), Trouble> {
    page.eval(&format!(
        "(() => {{
            const files = new DataTransfer();
            files.items.add(new File([{}], 'recording.txt'));
            find('#load').files = files.files;
            find('#load').dispatchEvent(new Event('change'));
        }})()",
        json!(text)
    ))?;
    page.wait_until("find('#ws-status').textContent === 'The recording recording.txt'", "it loads")
}
