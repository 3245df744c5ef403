//! The glass room: the lines of the log that it needs, the program, and its page in a real browser.
//!
//! Without a browser, the tests of the page are reported as ignored. With `CI=true` they fail, so that
//! nobody overlooks a missing browser.

#[path = "../support/mod.rs"]
mod support;

#[path = "../browser/contrast.rs"]
mod contrast;
mod crowd;
mod look;
mod picture;
mod program;
mod recording;
mod stations;
mod watched;

use std::env;
use std::error::Error;
use std::sync::{Arc, OnceLock};

use libtest_mimic::{Arguments, Completion, Failed, Trial};

use support::browser::Browser;

type Outcome = Result<(), Box<dyn Error>>;

/// All tests share one browser. The first test that needs it starts it.
type SharedBrowser = Arc<OnceLock<Result<Browser, String>>>;

/// The tests by their names: `module::function`.
macro_rules! tests {
    ($kind:ty: $($module:ident::$function:ident,)*) => {
        [$((concat!(stringify!($module), "::", stringify!($function)), $module::$function as $kind)),*]
    };
}

fn main() {
    let without_browser = tests![fn() -> Outcome:
        stations::the_log_tells_that_a_silent_client_gets_a_ping,
        stations::the_log_tells_that_a_thread_waits_for_the_channel,
        program::both_rooms_say_where_they_are,
        program::each_line_of_the_log_is_a_chat_message,
        program::a_newcomer_hears_who_is_there,
        program::the_room_ends_when_the_glass_room_is_killed,
        program::a_program_that_ends_is_reported,
        program::wrong_arguments_and_settings_are_reported,
        program::a_port_in_use_is_reported,
        program::ctrl_c_ends_both,
    ];
    let with_browser = tests![fn(&Browser) -> Outcome:
        picture::a_messages_journey_is_shown_station_by_station,
        picture::a_client_that_never_reads_turns_red_and_goes,
        picture::a_late_page_shows_who_is_there,
        picture::a_program_that_ends_leaves_its_picture,
        picture::the_bounds_are_those_of_the_sources,
        crowd::thirty_clients_have_a_place_with_their_name,
        crowd::three_hundred_clients_are_a_grid_that_shows_who_is_slow,
        recording::a_moment_looks_the_same_when_it_is_replayed,
        recording::a_saved_recording_is_loaded_by_a_page_that_is_a_file,
        recording::the_program_shows_a_recording,
        recording::a_log_without_times_is_a_recording_too,
        recording::the_thread_of_a_flooder_sleeps,
        look::the_keyboard_alone_does_everything,
        look::every_part_has_a_name_and_nothing_is_read_aloud_by_itself,
        look::text_has_enough_contrast_in_light_and_dark,
        look::nothing_flies_when_the_user_prefers_reduced_motion,
        look::nothing_is_wider_than_the_screen,
    ];
    let browser = SharedBrowser::default();
    let mut trials: Vec<Trial> = Vec::new();
    for (name, test) in without_browser {
        trials.push(Trial::test(name, move || Ok(test()?)));
    }
    for (name, test) in with_browser {
        let browser = Arc::clone(&browser);
        trials.push(Trial::ignorable_test(name, move || run(test, &browser)));
    }
    let conclusion = libtest_mimic::run(&Arguments::from_args(), trials);
    drop(browser); // `exit` drops nothing: the browser would go on running
    conclusion.exit();
}

fn run(test: fn(&Browser) -> Outcome, browser: &SharedBrowser) -> Result<Completion, Failed> {
    match browser.get_or_init(Browser::launch) {
        Ok(browser) => Ok(test(browser).map(|()| Completion::Completed)?),
        Err(why) if env::var_os("CI").is_some_and(|ci| ci == "true") => {
            Err(format!("CI must run this test, but there is no browser: {why}").into())
        }
        Err(why) => Ok(Completion::ignored_with(format!("no browser: {why}"))),
    }
}
