//! What the teacher gets: the files for the learning platform, the report, and the table.

#[path = "results/class.rs"]
mod class;
#[path = "results/moodle.rs"]
mod moodle;
#[path = "../../support/mod.rs"]
mod support;

use std::{
    env, fs,
    io::{Cursor, Read},
    path::Path,
};

use classroom::{
    outcome::{Outcome, State},
    results::{remarks, table, worksheet::Worksheet, write},
};
use tempfile::TempDir;
use zip::ZipArchive;

use class::{FIRST_ID, class};
use moodle::{Imported, Moodle, feedback_file};
use support::browser::Browser;

/// The report's title.
const ABOUT: &str = "messages · class.zip · 2026-11-26";

/// All files for these outcomes.
fn written(outcomes: &[Outcome], worksheet: Option<&[u8]>) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("from-moodle.csv");
    let worksheet = worksheet.map(|bytes| {
        fs::write(&path, bytes).expect("a worksheet");
        path.as_path()
    });
    write(folder.path(), outcomes, worksheet, ABOUT).expect("results");
    folder
}

fn file(folder: &TempDir, name: &str) -> Vec<u8> {
    fs::read(folder.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

// ------------------------------------------------------------------------------- grades.csv

/// The rows of `grades.csv`, each by the headings.
fn grades(outcomes: &[Outcome]) -> Vec<std::collections::HashMap<String, String>> {
    let bytes = file(&written(outcomes, None), "grades.csv");
    let mut csv = csv::Reader::from_reader(bytes.as_slice());
    csv.deserialize().map(|row| row.expect("a row")).collect()
}

#[test]
fn grades_csv_has_a_line_for_each_student() {
    let class = class();
    let bytes = file(&written(&class, None), "grades.csv");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let headings = "\u{feff}id,name,file,state,1 relay,2 login,3 disconnect,4 chat,5 roster,\
                    6 messages,7 announce,points,extra,seconds,note\n";
    assert!(text.starts_with(headings), "{text}");
    let rows = grades(&class);
    assert_eq!(rows.len(), class.len());
    for (row, outcome) in rows.iter().zip(&class) {
        assert_eq!(row["id"], outcome.student.id);
        assert_eq!(row["state"], outcome.state.word());
        let points = if outcome.has_grade() { outcome.points().to_string() } else { "".into() };
        assert_eq!(row["points"], points, "{}", row["name"]);
        let relay = outcome.exercises.first().map(|exercise| exercise.score.to_string());
        assert_eq!(row["1 relay"], relay.unwrap_or_default(), "{}", row["name"]);
    }
}

#[test]
fn a_submission_without_a_grade_never_gets_a_0() {
    for state in [State::NotGraded, State::NothingHandedIn] {
        // Even if the grader left scores behind.
        let mut one = class()[0].clone();
        one.state = state;
        let row = &grades(&[one])[0];
        for column in ["1 relay", "points", "extra"] {
            assert_eq!(row[column], "", "{column}, {}", state.word());
        }
    }
}

#[test]
fn a_spreadsheet_runs_nothing_that_a_student_wrote() {
    let mut class = class();
    for (outcome, text) in class.iter_mut().zip(["\tx", "\rx", " +1", "＝1", "-1", "@A1"]) {
        outcome.student.name = text.into();
        outcome.file = text.into();
        outcome.note = text.into();
        outcome.student.id = text.into();
    }
    for row in grades(&class) {
        for column in ["id", "name", "file", "note"] {
            let cell = row[column].trim_start();
            let is_formula = cell.starts_with(['=', '+', '-', '@', '＝']);
            let runs = is_formula || row[column].starts_with(['\t', '\r']);
            assert!(!runs, "{column}: {:?}", row[column]);
        }
    }
}

#[test]
fn names_with_commas_quotes_and_line_ends_come_back_whole() {
    let rows = grades(&class());
    for (number, name) in
        [(2, "Lovelace, Ada"), (3, "Jean \"Betty\" Jennings"), (4, "Margaret\nHamilton")]
    {
        assert_eq!(rows[number]["name"], name);
    }
}

// ----------------------------------------------------------------------------- worksheet.csv

const HEADINGS: [&str; 10] = [
    "Identifier",
    "Full name",
    "Email address",
    "Status",
    "Grade",
    "Maximum Grade",
    "Grade can be changed",
    "Last modified (submission)",
    "Last modified (grade)",
    "Feedback comments",
];
const GRADE: usize = 4;
const COMMENTS: usize = 9;

/// How a worksheet is written.
#[derive(Clone, Copy)]
struct Style {
    headings: [&'static str; 10],
    participant: &'static str,
    maximum: &'static str,
    no: &'static str,
    delimiter: &'static str,
    line_end: &'static str,
}

const ENGLISH: Style = Style {
    headings: HEADINGS,
    participant: "Participant ",
    maximum: "7.00",
    no: "No",
    delimiter: ",",
    line_end: "\n",
};

const GERMAN: Style = Style {
    headings: [
        "ID",
        "Vollständiger Name",
        "E-Mail-Adresse",
        "Status",
        "Bewertung",
        "Bestwertung",
        "Bewertung kann geändert werden",
        "Zuletzt geändert (Abgabe)",
        "Zuletzt geändert (Bewertung)",
        "Feedback als Kommentar",
    ],
    participant: "Teilnehmer/in",
    maximum: "7,00",
    no: "Nein",
    delimiter: ";",
    line_end: "\r\n",
};

/// The number of the student whose grade is locked, and of one who is in no outcome.
const LOCKED: usize = FIRST_ID + 8;
const STRANGER: usize = 999_999;

/// A worksheet as Moodle writes it, in another order than the outcomes.
fn worksheet(style: Style) -> String {
    let quoted = |cell: &str| match cell.contains([',', ';', '"', '\n', ' ']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_string(),
    };
    let line = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        cells.join(style.delimiter) + style.line_end
    };
    let mut text = line(&style.headings.map(String::from));
    let mut rows: Vec<(usize, String)> = class()
        .into_iter()
        .map(|outcome| (outcome.student.id.parse().expect("a number"), outcome.student.name))
        .collect();
    rows.insert(0, (STRANGER, "In No Outcome".into()));
    rows.reverse();
    for (id, name) in rows {
        let can_change = if id == LOCKED { style.no } else { "Ja" };
        text += &line(&[
            format!("{}{id}", style.participant),
            name,
            "someone@example.org".into(),
            "Submitted for grading - ".into(),
            "".into(),
            style.maximum.into(),
            can_change.into(),
            "Tuesday, 24 November 2026, 10:37 AM".into(),
            "-".into(),
            "".into(),
        ]);
    }
    text
}

/// `worksheet.csv` for the class.
fn filled(bytes: &[u8]) -> Vec<u8> {
    file(&written(&class(), Some(bytes)), "worksheet.csv")
}

/// The cells of a worksheet.
fn cells(text: &str, delimiter: &str) -> Vec<Vec<String>> {
    let mut csv = csv::ReaderBuilder::new();
    let delimiter = delimiter.as_bytes()[0];
    let mut csv =
        csv.delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    csv.records().map(|row| row.expect("a row").iter().map(String::from).collect()).collect()
}

/// Checks that two worksheets differ only in grades and comments. Returns the second one's cells.
fn same_but_grades(before: &str, after: &str, delimiter: &str) -> Vec<Vec<String>> {
    let (old, new) = (cells(before, delimiter), cells(after, delimiter));
    assert_eq!(old.len(), new.len(), "the number of rows");
    for (old, new) in old.iter().zip(&new) {
        assert_eq!(old.len(), new.len(), "the cells of {:?}", old[0]);
        for column in (0..old.len()).filter(|column| ![GRADE, COMMENTS].contains(column)) {
            assert_eq!(old[column], new[column], "a cell of {:?}", old[0]);
        }
    }
    new
}

#[test]
fn moodle_imports_every_grade_of_the_worksheet() {
    let moodle = Moodle { most: 7.0, locked: vec![LOCKED.to_string()] };
    let Imported { grades, comments, skipped } =
        moodle.import(&filled(worksheet(ENGLISH).as_bytes())).expect("Moodle takes the worksheet");
    assert_eq!(skipped, Vec::<String>::new(), "Moodle skips these without a word");
    for outcome in class() {
        let id = &outcome.student.id;
        let is_locked = *id == LOCKED.to_string();
        let points = f64::from(outcome.points() + outcome.extra());
        let expected = (outcome.has_grade() && !is_locked).then_some(points);
        assert_eq!(grades.get(id).copied(), expected, "{}", outcome.student.name);
        let is_commented = outcome.state.has_result() && !is_locked;
        assert_eq!(comments.contains_key(id), is_commented, "{}", outcome.student.name);
    }
    assert!(!grades.contains_key(&STRANGER.to_string()));
}

#[test]
fn moodle_shows_the_comment_as_the_students_own_text() {
    let mut class = class();
    class[0].feedback =
        "<script>alert(1)</script> & \"{\\\"text\\\": \\\"hi\\\"}\"\n</pre>\nC:\\".into();
    let bytes = file(&written(&class, Some(worksheet(ENGLISH).as_bytes())), "worksheet.csv");
    let moodle = Moodle { most: 7.0, locked: Vec::new() };
    let comments = moodle.import(&bytes).expect("Moodle takes the worksheet").comments;
    let html = comments[&FIRST_ID.to_string()].replace("<br>", "\n");
    let inside = html.strip_prefix("<pre>").and_then(|html| html.strip_suffix("</pre>"));
    let mut text = inside.expect("one block of text").to_string();
    assert!(!text.contains(['<', '>', '"', '\\']), "{text}");
    for (name, letter) in
        [("lt", "<"), ("gt", ">"), ("quot", "\""), ("#92", "\\"), ("#39", "'"), ("amp", "&")]
    {
        text = text.replace(&format!("&{name};"), letter);
    }
    assert_eq!(text.trim_end(), class[0].feedback);
}

#[test]
fn only_grades_and_comments_change_in_every_encoding() {
    for style in [ENGLISH, GERMAN, Style { delimiter: "\t", line_end: "\r", ..GERMAN }] {
        let text = worksheet(style);
        for mark in ["", "\u{feff}"] {
            let before = format!("{mark}{text}");
            let after = String::from_utf8(filled(before.as_bytes())).expect("UTF-8");
            assert_eq!(after.starts_with('\u{feff}'), !mark.is_empty());
            same_but_grades(&before, &after, style.delimiter);
            let ends = |text: &str| text.matches(style.line_end).count();
            assert_eq!(ends(&before), ends(&after), "line ends");
        }
        let utf16 = |to_bytes: fn(u16) -> [u8; 2]| {
            let marked = format!("\u{feff}{text}");
            marked.encode_utf16().flat_map(to_bytes).collect::<Vec<u8>>()
        };
        for (to_bytes, from_bytes) in [
            (u16::to_le_bytes as fn(u16) -> [u8; 2], u16::from_le_bytes as fn([u8; 2]) -> u16),
            (u16::to_be_bytes, u16::from_be_bytes),
        ] {
            let bytes = filled(&utf16(to_bytes));
            let units: Vec<u16> =
                bytes.chunks(2).map(|pair| from_bytes([pair[0], pair[1]])).collect();
            let after = String::from_utf16(&units).expect("UTF-16");
            same_but_grades(&text, after.trim_start_matches('\u{feff}'), style.delimiter);
        }
    }
}

#[test]
fn a_worksheet_from_excel_in_western_europe_stays_in_its_encoding() {
    let text = "ID;Vollständiger Name;Status;Bewertung;Bestwertung;Zuletzt geändert (Bewertung);\
                Feedback als Kommentar\r\nTeilnehmer/in100001;Müller;–;;7,00;-;\r\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let mut class = class();
    class.truncate(1);
    class[0].feedback = "grün, 李".into();
    let after = file(&written(&class, Some(&bytes)), "worksheet.csv");
    let (after, _, _) = encoding_rs::WINDOWS_1252.decode(&after);
    let points = class[0].points() + class[0].extra();
    let expected = text.replace(
        "–;;7,00;-;\r\n",
        &format!("–;{points},00;7,00;-;\"<pre>grün, &#26446;<br></pre>\"\r\n"),
    );
    assert_eq!(after, expected);
}

#[test]
fn quotes_and_empty_lines_stay_as_they_were_written() {
    let before = "\"Identifier\",Full name,\"Status\",Grade,Maximum Grade,Last modified (grade)\r\n\
                  \"Participant 100001\",\"Ada\",\"a \"\"b\"\"\nc\",,\"6\",\"-\"\n\
                  \"Participant 5\",Bob,,\"\",6,-\n\n";
    let after = String::from_utf8(filled(before.as_bytes())).expect("UTF-8");
    let points = class()[0].points() + class()[0].extra();
    assert_eq!(after, before.replace("c\",,", &format!("c\",{points},")));
}

#[test]
fn the_decimal_mark_is_that_of_the_worksheet() {
    let text = worksheet(GERMAN);
    let after = String::from_utf8(filled(text.as_bytes())).expect("UTF-8");
    let rows = same_but_grades(&text, &after, ";");
    let is_written = |row: &&Vec<String>| !row[GRADE].is_empty();
    let written: Vec<&Vec<String>> = rows[1..].iter().filter(is_written).collect();
    assert!(written.len() > 20, "only {} grades", written.len());
    assert!(written.iter().all(|row| row[GRADE].ends_with(",00")), "{:?}", written[0]);
}

#[test]
fn the_columns_are_found_in_a_language_that_nobody_knows() {
    let headings = HEADINGS.map(|heading| match heading {
        "Last modified (grade)" => "Xu (zo)",
        "Feedback comments" => "Blorp",
        _ => "Qapla",
    });
    let style = Style { headings, participant: "Fnord", no: "Zilch", ..ENGLISH };
    let text = worksheet(style);
    let after = String::from_utf8(filled(text.as_bytes())).expect("UTF-8");
    let rows = same_but_grades(&text, &after, ",");
    let first = rows.iter().find(|row| row[0] == "Fnord100001").expect("the first student");
    let points = class()[0].points() + class()[0].extra();
    assert_eq!(first[GRADE], format!("{points}.00"));
    assert!(first[COMMENTS].starts_with("<pre>"), "{}", first[COMMENTS]);
}

#[test]
fn a_students_own_numbers_are_not_taken_for_the_grade() {
    let text = "Qapla,Name,ID number,Year,Status,Zo,Most,Sent,Round,Xu (zo),Blorp\n\
                Fnord100001,Ada,12,2026,sent,,7,yes,1,-,\n\
                Fnord100002,Grace,13,2026,sent,,7,yes,1,-,\n";
    let after = String::from_utf8(filled(text.as_bytes())).expect("UTF-8");
    assert!(after.contains("\nFnord100001,Ada,12,2026,sent,"), "{after}");
    assert!(!after.contains("sent,,"), "{after}");
}

/// A class in which everybody has all points, and the extra one.
fn perfect() -> Vec<Outcome> {
    let mut class = class();
    for outcome in &mut class {
        outcome.exercises.iter_mut().for_each(|exercise| exercise.score = 1);
    }
    class
}

#[test]
fn no_grade_is_over_the_maximum_and_the_teacher_hears_of_it() {
    let text = worksheet(Style { maximum: "6.00", ..ENGLISH });
    let folder = written(&perfect(), Some(text.as_bytes()));
    let moodle = Moodle { most: 6.0, locked: Vec::new() };
    let imported = moodle.import(&file(&folder, "worksheet.csv")).expect("a worksheet");
    assert_eq!(imported.skipped, Vec::<String>::new());
    assert_eq!(imported.grades[&FIRST_ID.to_string()], 6.0);
    let path = folder.path().join("from-moodle.csv");
    let remarks = remarks(folder.path(), &perfect(), Some(&path)).expect("remarks");
    let remarks: Vec<String> = remarks.iter().map(ToString::to_string).collect();
    let cut = remarks.iter().find(|remark| remark.contains("extra credit is cut off"));
    assert!(cut.is_some_and(|remark| remark.contains("Ada Lovelace")), "{remarks:?}");
}

#[test]
fn with_room_for_it_extra_credit_counts() {
    let text = worksheet(ENGLISH);
    let folder = written(&perfect(), Some(text.as_bytes()));
    let moodle = Moodle { most: 7.0, locked: Vec::new() };
    let imported = moodle.import(&file(&folder, "worksheet.csv")).expect("a worksheet");
    assert_eq!(imported.grades[&FIRST_ID.to_string()], 7.0);
}

/// The sentences about a worksheet.
fn said(outcomes: &[Outcome], worksheet: &str) -> String {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("from-moodle.csv");
    fs::write(&path, worksheet).expect("a worksheet");
    match remarks(folder.path(), outcomes, Some(&path)) {
        Ok(remarks) => remarks.iter().map(|remark| format!("{remark}\n")).collect(),
        Err(error) => format!("{error:#}"),
    }
}

#[test]
fn the_teacher_hears_of_everyone_whom_the_worksheet_leaves_out() {
    let mut class = class();
    class[9].student.id = "4711".into();
    class[10].student.id.clear();
    class[18].student.id = class[17].student.id.clone();
    let said = said(&class, &worksheet(ENGLISH));
    for (what, name) in [
        ("locked", "Под Оля"),
        ("does not list", "李小龍, snake_case_name"),
        ("more than once", "Barbara Liskov, Donald Knuth"),
    ] {
        let line = said.lines().find(|line| line.contains(what));
        assert!(line.is_some_and(|line| line.contains(name)), "{what}: {said}");
    }
}

#[test]
fn a_maximum_that_does_not_fit_is_explained() {
    let said = said(&class(), &worksheet(Style { maximum: "100.00", ..ENGLISH }));
    assert!(said.contains("maximum grade is 100.00, but this part has 6 points"), "{said}");
}

#[test]
fn a_scale_and_a_wrong_file_are_errors_with_a_reason() {
    let scale = said(&class(), &worksheet(Style { maximum: "poor\ngood", ..ENGLISH }));
    assert!(scale.contains("must be points, not a scale"), "{scale}");
    let other = said(&class(), "name,points\nAda,3\n");
    assert!(other.contains("such as Participant 123456"), "{other}");
    let broken = said(&class(), "Identifier,\"Grade\nParticipant 1,");
    assert!(broken.contains("a quotation mark is missing"), "{broken}");
}

#[test]
fn a_wrong_worksheet_stops_nothing_else() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("wrong.csv");
    fs::write(&path, "name,points\nAda,3\n").expect("a worksheet");
    let error = write(folder.path(), &class(), Some(&path), ABOUT).expect_err("no worksheet");
    assert!(format!("{error:#}").contains("wrong.csv"), "{error:#}");
    for name in ["grades.csv", "feedback.zip", "report.html"] {
        assert!(!file(&folder, name).is_empty());
    }
    assert!(!folder.path().join("worksheet.csv").exists());
}

#[test]
fn the_worksheet_names_the_students_who_handed_in_nothing() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("from-moodle.csv");
    fs::write(&path, worksheet(GERMAN)).expect("a worksheet");
    let students = Worksheet::read(&path).expect("a worksheet").students();
    assert_eq!(students.len(), class().len() + 1);
    assert_eq!(students[40].student.id, STRANGER.to_string());
    assert_eq!(students[40].student.name, "In No Outcome");
    assert_eq!(students[40].status, "Submitted for grading");
}

// ----------------------------------------------------------------- feedback.zip and canvas.csv

/// The files in `feedback.zip`, each with its text.
fn feedback(outcomes: &[Outcome]) -> Vec<(String, String)> {
    let bytes = file(&written(outcomes, None), "feedback.zip");
    let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut files = Vec::new();
    for index in 0..zip.len() {
        let mut packed = zip.by_index(index).expect("a file");
        assert!(packed.enclosed_name().is_some(), "{} leaves its folder", packed.name());
        let mut text = String::new();
        packed.read_to_string(&mut text).expect("UTF-8");
        files.push((packed.name().to_string(), text));
    }
    files
}

#[test]
fn moodle_finds_everyones_feedback() {
    let class = class();
    let files = feedback(&class);
    assert!(
        files
            .iter()
            .any(|(path, _)| path == "Ada Lovelace_100001_assignfeedback_file/feedback.txt")
    );
    let mut found = files.iter();
    for outcome in class.iter().filter(|outcome| outcome.state.has_result()) {
        let (path, text) = found.next().expect("a file for each result");
        let (id, name) = feedback_file(path).unwrap_or_else(|| panic!("Moodle skips {path}"));
        assert_eq!((id.to_string(), name.as_str()), (outcome.student.id.clone(), "feedback.txt"));
        assert_eq!(*text, outcome.feedback);
    }
    assert_eq!(found.next(), None, "nobody else gets feedback");
}

#[test]
fn without_moodle_each_student_has_a_folder() {
    let mut class = class();
    for outcome in &mut class {
        outcome.student.id.clear();
    }
    class[1].student.name = "ada lovelace".into();
    class[2].student.name = "..".into();
    let paths: Vec<String> = feedback(&class).into_iter().map(|(path, _)| path).collect();
    assert_eq!(paths[0], "Ada Lovelace/feedback.txt");
    assert_eq!(paths[1], "ada lovelace (2)/feedback.txt");
    assert_eq!(paths[2], "student/feedback.txt");
}

#[test]
fn canvas_csv_is_written_for_files_that_canvas_named() {
    let mut class = perfect();
    class[0].file = "lovelaceada_LATE_4711_98765_my-answers.zip".into();
    class[1].file = "hoppergrace_4712_98766_my_answers.zip".into();
    let folder = written(&class, None);
    let csv = String::from_utf8(file(&folder, "canvas.csv")).expect("UTF-8");
    let expected = "Student,ID,SIS User ID,SIS Login ID,Section,Chat room\n    \
                    Points Possible,,,,,6\nAda Lovelace,4711,,,,7\nGrace Hopper,4712,,,,7\n";
    assert_eq!(csv, expected);
    assert!(!written(&perfect(), None).path().join("canvas.csv").exists());
}

// ------------------------------------------------------------------------ report and terminal

fn report(outcomes: &[Outcome]) -> String {
    String::from_utf8(file(&written(outcomes, None), "report.html")).expect("UTF-8")
}

#[test]
fn the_report_counts_each_cause() {
    let class = class();
    let report = report(&class);
    let graded = class.iter().filter(|outcome| outcome.has_grade()).count();
    let cause = "the message came back only to its sender";
    let failed = class.iter().flat_map(|it| &it.exercises).filter(|it| it.summary == cause).count();
    assert!(failed > 2, "the class is too good");
    let (before, _) = report.split_once(cause).expect("the cause");
    assert!(before.trim_end().ends_with(&format!("{failed} of {graded}</span>")), "{before}");
    assert_eq!(report.matches(cause).count() - failed, 1 + failed, "once, and in each feedback");
}

/// Two students with one mistake, and each with other names in the summary.
#[test]
fn the_report_groups_by_the_mistake_and_shows_no_names() {
    let mut class = class();
    class.truncate(4);
    let causes = ["one cause", "one cause", "", ""];
    for ((outcome, name), cause) in class.iter_mut().zip(["omar", "dev", "Zoe", "bo"]).zip(causes) {
        let relay = &mut outcome.exercises[0];
        relay.word = "FAIL".into();
        relay.summary = format!("only {name} got it");
        relay.kind = if cause.is_empty() { "only … got it" } else { "seen in many ways" }.into();
        relay.cause = cause.into();
    }
    class[1].exercises[0].kind = "seen in another way".into();
    class[3].exercises[0].kind = "a mistake of one".into();
    let report = report(&class);
    let (mistakes, _) = report.split_once("id=\"students\"").expect("the students");
    let row = |text: &str| mistakes.lines().filter(|line| line.contains(text)).count();
    assert_eq!(row("2 of 4</span> <b>1 relay</b> seen in many ways"), 1, "{mistakes}");
    assert_eq!(row("a mistake of one"), 1, "only behind \"a mistake of their own\": {mistakes}");
    for name in ["omar", "dev", "Zoe"] {
        assert_eq!(row(&format!("only {name} got it")), 0, "{mistakes}");
    }
}

#[test]
fn what_is_to_be_looked_at_is_counted_and_linked() {
    let class = class();
    let folder = written(&class, Some(worksheet(Style { maximum: "6.00", ..ENGLISH }).as_bytes()));
    let report = String::from_utf8(file(&folder, "report.html")).expect("UTF-8");
    let (_, look) = report.split_once("<ul class=\"remarks\">").expect("the list");
    let (look, _) = look.split_once("</ul>").expect("its end");
    let listed = look.matches("<li>").count();
    assert!(report.contains(&format!("<b>{listed}</b> <a href=\"#look\">")), "{listed}: {look}");
    let cut = look.lines().find(|line| line.contains("locked in Moodle")).expect("a remark");
    assert!(cut.contains("<a href=\"#s8\">"), "{cut}");
}

#[test]
fn a_worksheet_of_an_earlier_run_is_not_taken_for_this_one() {
    let folder = written(&class(), Some(worksheet(ENGLISH).as_bytes()));
    let said = |worksheet: Option<&Path>| {
        let remarks = remarks(folder.path(), &class(), worksheet).expect("remarks");
        remarks.iter().any(|remark| remark.text.contains("worksheet.csv is not of this run"))
    };
    assert!(said(None));
    assert!(!said(Some(&folder.path().join("from-moodle.csv"))));
}

#[test]
fn everything_that_a_student_wrote_is_escaped() {
    let mut class = class();
    for outcome in &mut class {
        let evil = "\"'><img src=x onerror=alert(1)><script>alert(1)</script>";
        outcome.student = classroom::outcome::Student { id: evil.into(), name: evil.into() };
        outcome.file = evil.into();
        outcome.note = evil.into();
        outcome.feedback = evil.into();
        for exercise in &mut outcome.exercises {
            exercise.name += evil;
            exercise.summary = evil.into();
            exercise.kind = evil.into();
            exercise.cause = evil.into();
            exercise.output = evil.into();
        }
    }
    let report = report(&class);
    for evil in ["<script", "<img", "'>", "\">&#39;"] {
        assert!(!report.contains(evil), "{evil} is in the report");
    }
}

#[test]
fn the_report_loads_nothing() {
    let report = report(&class());
    for outside in ["src=", "http:", "https:", "@import", "url(", "<link", "<script"] {
        let mine = report.replace("http://evil.example", "");
        assert!(!mine.contains(outside), "{outside} is in the report");
    }
}

/// Without a browser there is nothing to see; in CI that is a failure.
#[test]
fn a_browser_shows_the_report() -> Result<(), support::browser::Trouble> {
    let browser = match Browser::launch() {
        Ok(browser) => browser,
        Err(why) if env::var("CI").is_ok_and(|ci| ci == "true") => panic!("{why}"),
        Err(_) => return Ok(()),
    };
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("report");
    write(&kept, &class(), None, ABOUT).expect("results");
    let url = format!("file://{}", kept.join("report.html").display());
    let page = browser.open(&url)?;
    page.set_viewport(1366, 768, false)?;
    let is_wide = page.eval("document.documentElement.scrollWidth > innerWidth")?;
    assert_eq!(is_wide, false, "wider than a laptop");
    assert_eq!(page.eval_text("document.title")?, format!("{ABOUT}: 33 graded"), "no script ran");
    for scheme in ["light", "dark"] {
        page.emulate_media(&[("prefers-color-scheme", scheme)])?;
        page.screenshot(&kept.join(format!("{scheme}.png")))?;
    }
    // A link in the table opens the student's feedback.
    page.click("#students a[href='#s19']")?;
    page.wait_until(
        "document.querySelector('#s19').closest('details').open",
        "the feedback is open",
    )?;
    let top = page.eval("document.querySelector('#s19').getBoundingClientRect().top < 768")?;
    assert_eq!(top, true, "the feedback is on the screen");
    page.screenshot(&kept.join("feedback.png"))?;
    assert_eq!(page.console()?, Vec::<String>::new());
    Ok(())
}

#[test]
fn the_table_ends_with_those_to_look_at() {
    let class = class();
    let table = table(&class);
    let (rows, look) = table.split_once("\nLook at these yourself:\n").expect("the list");
    assert!(rows.contains("40 students. graded: 28, does not compile: 3,"), "{table}");
    let to_look_at = class.iter().filter(|outcome| outcome.state.needs_a_look());
    assert_eq!(look.lines().count(), to_look_at.count(), "{table}");
    assert!(look.contains("Robin Milner: The file is no zip archive: no grade. It is a RAR"));
}

#[test]
fn the_table_of_a_class_without_trouble_just_ends() {
    let table = table(&class()[16..18]);
    assert!(table.ends_with("2 students. graded: 2\n"), "{table}");
}

#[test]
fn readme_explains_every_state() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    let readme = fs::read_to_string(readme).expect("README.md");
    for state in State::ALL {
        let row = format!("| {} | {} |", state.word(), state.sentence());
        assert!(readme.contains(&row), "README.md lacks {row}");
    }
}

#[test]
fn a_name_cannot_speak_to_the_terminal() {
    let mut class = class();
    class[28].note = "\u{1b}]0;owned\u{7}\nMallory  graded".into();
    let table = table(&class);
    let is_plain = |letter: char| letter == '\n' || !letter.is_control();
    assert!(table.chars().all(is_plain), "{table:?}");
    assert!(!table.contains('\u{202e}'), "{table:?}");
    assert!(!table.contains("\nMallory"), "{table}");
}
