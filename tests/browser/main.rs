//! The page in real browsers: one module per subject, and each test has its own visitors. Most tests
//! run in Chromium; those of `everywhere` also run in Firefox and in WebKit.
//!
//! Without a browser, its tests are reported as ignored, with the reason. With `CI=true` they fail,
//! so that nobody overlooks a missing browser.

#[path = "../support/mod.rs"]
mod support;

mod accessible;
mod chat;
mod contrast;
mod engines;
mod everywhere;
mod layout;
mod lost;
mod proxy;
mod scripted;
mod talk;
mod visitor;
mod wire;

use std::env;
use std::error::Error;
use std::sync::{Arc, OnceLock};

use libtest_mimic::{Arguments, Completion, Failed, Trial};

use engines::{Engine, Firefox, WebKit};
use support::browser::Browser;

type Outcome = Result<(), Box<dyn Error>>;

type Test = fn(&Browser) -> Outcome;

type TestEverywhere = fn(&dyn Engine) -> Outcome;

/// All tests share one browser of each kind. The first test that needs it starts it.
type Shared<B> = Arc<OnceLock<Result<B, String>>>;

/// The tests of a kind by their names: `module::function`.
macro_rules! tests {
    ($kind:ident: $($module:ident::$function:ident,)*) => {
        [$((concat!(stringify!($module), "::", stringify!($function)), $module::$function as $kind)),*]
    };
}

fn main() {
    let tests = tests![Test:
        accessible::every_part_has_its_role_and_name,
        accessible::every_field_and_button_has_a_name,
        accessible::only_states_and_announcements_are_read_aloud,
        accessible::a_message_is_announced_once_as_a_sentence,
        accessible::many_messages_are_announced_as_a_number,
        accessible::those_who_come_and_go_are_not_announced,
        accessible::the_keyboard_alone_does_everything,
        accessible::the_focus_is_visible,
        accessible::text_has_enough_contrast_in_light_and_dark,
        accessible::the_raw_field_is_before_the_frames,
        accessible::messages_move_but_do_not_fade,
        accessible::nothing_moves_when_the_user_prefers_reduced_motion,
        chat::two_tabs_chat_and_the_closed_one_leaves,
        chat::the_send_button_sends_text_but_not_blank_text,
        chat::each_message_adds_one_node,
        chat::hostile_text_and_names_stay_text,
        chat::unexpected_messages_do_not_break_the_page,
        chat::no_foreign_script_runs,
        chat::the_page_works_when_opened_as_a_file,
        chat::the_page_works_with_a_server_like_the_tutorials,
        chat::an_address_copied_from_a_browser_works,
        chat::servers_used_before_are_proposed_the_next_time,
        chat::the_page_works_in_a_folder_of_another_site,
        layout::nothing_is_wider_than_a_phone,
        layout::the_message_box_is_visible_when_the_keyboard_is_open,
        layout::roster_and_message_box_are_in_sight_at_every_zoom,
        layout::a_projector_shows_room_roster_and_wire_together,
        layout::a_time_stays_on_one_line,
        layout::forced_colors_show_bubbles_and_the_state,
        layout::the_newest_message_is_visible,
        layout::new_messages_do_not_scroll_the_page_of_a_reader_who_scrolled_up,
        lost::the_page_reports_a_wrong_address,
        lost::the_page_keeps_the_draft_and_reconnects,
        lost::the_pauses_grow_up_to_a_limit,
        lost::leaving_the_page_says_goodbye,
        lost::the_page_works_after_going_back,
        lost::a_page_that_the_browser_kept_in_memory_logs_in_again,
        lost::a_message_is_pale_until_it_comes_back,
        lost::a_page_that_is_seen_again_connects_at_once,
        talk::a_message_may_have_several_lines,
        talk::messages_of_one_person_form_a_group,
        talk::each_person_has_a_color_with_enough_contrast,
        talk::a_class_that_joins_is_one_sentence,
        talk::addresses_become_links,
        talk::without_newer_css_the_page_is_only_plainer,
        talk::the_title_counts_unread_messages,
        talk::the_invitation_is_the_rooms_address,
        talk::the_talk_can_be_saved_as_text,
        talk::two_people_with_one_name_are_told,
        talk::a_name_that_cannot_be_seen_is_refused,
        talk::a_reload_keeps_the_name_and_the_draft,
        wire::the_panel_is_hidden_at_first_and_shows_each_frame,
        wire::the_panel_keeps_the_last_200_frames,
        wire::raw_text_gets_its_error_reply,
        wire::a_frame_can_be_copied,
    ];
    let tests_everywhere = tests![TestEverywhere:
        everywhere::two_people_chat_and_the_closed_tab_leaves,
        everywhere::hostile_text_stays_text,
        everywhere::the_page_comes_back_with_the_draft,
        everywhere::the_page_works_as_a_file,
        everywhere::roster_and_message_box_are_in_sight,
        everywhere::a_message_is_announced_once,
    ];
    let chromium = Shared::<Browser>::default();
    let firefox = Shared::<Firefox>::default();
    let webkit = Shared::<WebKit>::default();
    let mut trials = Vec::new();
    for (name, test) in tests {
        let browser = Arc::clone(&chromium);
        let run = move || run(&browser, Browser::launch, test);
        trials.push(Trial::ignorable_test(name, run));
    }
    for (name, test) in tests_everywhere {
        let browser = Arc::clone(&chromium);
        let run_it = move || run(&browser, Browser::launch, |browser| test(browser));
        trials.push(Trial::ignorable_test(format!("{name}::chromium"), run_it));
        let browser = Arc::clone(&firefox);
        let run_it = move || run(&browser, Firefox::launch, |browser| test(browser));
        trials.push(Trial::ignorable_test(format!("{name}::firefox"), run_it));
        let browser = Arc::clone(&webkit);
        let run_it = move || run(&browser, WebKit::launch, |browser| test(browser));
        trials.push(Trial::ignorable_test(format!("{name}::webkit"), run_it));
    }
    let conclusion = libtest_mimic::run(&Arguments::from_args(), trials);
    drop((chromium, firefox, webkit)); // `exit` drops nothing: the browsers would go on running
    conclusion.exit();
}

/// Runs a test in a browser, which the first test starts.
fn run<B>(
    browser: &Shared<B>,
    launch: fn() -> Result<B, String>,
    test: impl FnOnce(&B) -> Outcome,
) -> Result<Completion, Failed> {
    match browser.get_or_init(launch) {
        Ok(browser) => Ok(test(browser).map(|()| Completion::Completed)?),
        Err(why) if env::var_os("CI").is_some_and(|ci| ci == "true") => {
            Err(format!("CI must run this test, but there is no browser: {why}").into())
        }
        Err(why) => Ok(Completion::ignored_with(format!("no browser: {why}"))),
    }
}
