//! What the teacher downloads, and what students put into archives: each is found, or refused with a
//! sentence.

#[path = "class/answers.rs"]
#[allow(dead_code)]
mod answers;
#[path = "class/packed.rs"]
mod packed;

use std::fs;
use std::path::{Path, PathBuf};

use classroom::answer::{self, Answer};
use classroom::handout;
use classroom::holes::{MESSAGES, Part, THREADS, files_in, root};
use classroom::intake::{Submission, submissions};
use classroom::outcome::State;
use classroom::unpack::Refusal;
use tempfile::TempDir;

use answers::{Files, solved, untouched};
use packed::{Packer, zip};

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a disk");
        fs::write(path, bytes).expect("a disk");
    }
    folder
}

/// Each student's id and name, and the name of what was handed in.
fn students(path: &Path) -> Vec<(String, String, String)> {
    let found = submissions(path, &path.join("grades")).expect("submissions");
    found.into_iter().map(|one| (one.student.id, one.student.name, one.file)).collect()
}

fn row(id: &str, name: &str, file: &str) -> (String, String, String) {
    (id.into(), name.into(), file.into())
}

/// The only submission there.
fn only(path: &Path) -> Submission {
    let mut found = submissions(path, Path::new("none")).expect("submissions");
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

/// The answer in one zip.
fn answer_in(bytes: &[u8]) -> Result<Answer, Refusal> {
    let folder = folder(&[("ada.zip", bytes)]);
    answer::find(&only(&folder.path().join("ada.zip")), None)
}

fn refused(bytes: &[u8]) -> (State, String) {
    let refusal = answer_in(bytes).expect_err("it is refused");
    (refusal.state, refusal.why)
}

#[test]
fn moodles_zip_has_a_folder_for_each_student() {
    let work = zip(&solved(&THREADS).files);
    for end in ["", "_"] {
        let name = |student: &str| format!("{student}_assignsubmission_file{end}/answers.zip");
        let all = Packer::new().file(&name("Ada_B. Lovelace, Countess_12"), &work);
        let all = all.file(&name("=HYPERLINK(\"a\")\n_7"), &work);
        let all =
            all.file("Ada_B. Lovelace, Countess_12_assignsubmission_onlinetext/a.html", b"hi");
        let folder = folder(&[("all.zip", &all.done())]);
        let found = students(&folder.path().join("all.zip"));
        let ada = row("12", "Ada_B. Lovelace, Countess", "answers.zip");
        assert_eq!(found, [row("7", "=HYPERLINK(\"a\")\n", "answers.zip"), ada]);
        for one in submissions(&folder.path().join("all.zip"), Path::new("none")).expect("two") {
            assert_eq!(answer::find(&one, None).expect("an answer").part.name, "threads");
        }
    }
}

#[test]
fn moodles_folder_is_the_same_unpacked_with_and_without_folders() {
    let work = zip(&solved(&THREADS).files);
    let folder = folder(&[
        ("Ada_12_assignsubmission_file/answers.zip", &work),
        ("Bob_13_assignsubmission_file_/answers.zip", &work),
        ("Cy_14_assignsubmission_file_answers.zip", &work),
        ("Moodle grades.csv", b"a list"),
    ]);
    let wanted = [("12", "Ada"), ("13", "Bob"), ("14", "Cy")];
    assert_eq!(students(folder.path()), wanted.map(|(id, name)| row(id, name, "answers.zip")));
}

#[test]
fn a_folder_has_a_zip_or_a_folder_for_each_student() {
    let work = solved(&THREADS);
    let packed = zip(&work.files);
    let folder = folder(&[
        ("ada.zip", &packed),
        ("bob/src/main.rs", &work.files["src/main.rs"]),
        ("cy.rar", b"Rar!"),
        (".DS_Store", b"litter"),
        ("grades/grades.csv", b"results"),
    ]);
    let wanted = [row("", "ada", "ada.zip"), row("", "bob", "a folder"), row("", "cy", "cy.rar")];
    assert_eq!(students(folder.path()), wanted);
    let bob = only(&folder.path().join("bob"));
    assert_eq!(answer::find(&bob, None).expect("an answer").files.len(), 1);
}

#[test]
fn nothing_to_grade_is_an_error() {
    let folder = folder(&[(".hidden", b"")]);
    for path in [folder.path().to_path_buf(), PathBuf::from("no such folder")] {
        assert!(submissions(&path, Path::new("none")).is_err(), "{path:?}");
    }
}

#[test]
fn the_part_is_the_one_whose_files_came() {
    for part in [&MESSAGES, &THREADS] {
        for work in [solved(part), untouched(part)] {
            let answer = answer_in(&zip(&work.files)).expect("an answer");
            assert_eq!(answer.part.name, part.name);
            assert!(answer.has_server);
            assert_eq!(answer.has_page, part.name == "messages");
            assert_eq!(answer.files, work.files);
        }
    }
}

#[test]
fn both_parts_at_once_are_two_candidates() {
    let both = Packer::new().files("a/", &solved(&MESSAGES).files);
    let both = both.files("b/", &solved(&THREADS).files).done();
    let (state, why) = refused(&both);
    assert_eq!(state, State::TwoCandidates);
    assert!(why.contains("--part"), "{why}");
    let folder = folder(&[("ada.zip", &both)]);
    let ada = only(&folder.path().join("ada.zip"));
    let answer = answer::find(&ada, Some(&THREADS)).expect("an answer");
    assert_eq!(answer.files, solved(&THREADS).files);
}

/// A whole project, with a student's work in the folder of its part.
fn whole_project(files: impl IntoIterator<Item = String>, part: &Part, work: &Files) -> Vec<u8> {
    let own = format!("exercises/{}/", part.name);
    let is_students =
        |name: &String| name.strip_prefix(&own).is_some_and(|name| work.contains_key(name));
    let others = files.into_iter().filter(|name| !is_students(name));
    let project = others.fold(Packer::new(), |packer, name| {
        let bytes = fs::read(root().join(&name)).expect("our own file");
        packer.file(&format!("chat-room/{name}"), &bytes)
    });
    project.files(&format!("chat-room/{own}"), work).done()
}

#[test]
fn a_whole_handout_is_understood() {
    for part in [&MESSAGES, &THREADS] {
        for work in [solved(part), untouched(part)] {
            let handout = handout::present(part).expect("our own files").into_keys();
            let packed = whole_project(handout, part, &work.files);
            let answer = answer_in(&packed).expect("an answer");
            assert_eq!(answer.part.name, part.name);
            assert_eq!(answer.files, work.files);
        }
    }
}

#[test]
fn a_clone_of_the_whole_project_is_understood() {
    let tree = ["client", "exercises", "src", "tests/grade", "tests/support"].map(|folder| {
        let files = files_in(&root().join(folder)).into_iter();
        files.map(move |file| format!("{folder}/{file}"))
    });
    let tree: Vec<String> = tree.into_iter().flatten().collect();
    for part in [&MESSAGES, &THREADS] {
        let work = solved(part).files;
        let folder = folder(&[("ada.zip", &whole_project(tree.clone(), part, &work))]);
        let ada = only(&folder.path().join("ada.zip"));
        for told in [None, Some(part)] {
            let answer = answer::find(&ada, told).expect("an answer");
            assert_eq!(answer.part.name, part.name);
            assert_eq!(answer.files, work);
        }
    }
    // In none of the parts was anything done.
    let (state, why) = refused(&whole_project(tree, &MESSAGES, &untouched(&MESSAGES).files));
    assert!(state == State::TwoCandidates && why.contains("--part"), "{why}");
}

#[test]
fn only_the_students_kind_of_files_is_taken() {
    let work = solved(&MESSAGES);
    let more: [(&str, &[u8]); 8] = [
        ("src/helpers.rs", b"// mine"),
        ("src/room/more.rs", b"// mine"),
        ("client/more/style.css", b"/* mine */"),
        ("Cargo.toml", b"[package]"),
        (".cargo/config.toml", b"[build]"),
        ("build.rs", b"fn main() {}"),
        ("src/build.rs", b"fn main() {}"),
        ("src/bin/other.rs", b"fn main() {}"),
    ];
    let all = more.iter().fold(Packer::new().files("x/", &work.files), |packer, (name, bytes)| {
        packer.file(&format!("x/{name}"), bytes)
    });
    let answer = answer_in(&all.done()).expect("an answer");
    let mut wanted: Files = work.files;
    wanted.extend(more[..3].iter().map(|(name, bytes)| (name.to_string(), bytes.to_vec())));
    assert_eq!(answer.files.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>());
    assert!(answer.note.contains("x/Cargo.toml"), "{}", answer.note);
}

#[test]
fn names_that_leave_the_folder_are_refused() {
    let work = solved(&THREADS).files;
    for name in ["../evil.rs", "a/../../evil.rs", "/etc/evil.rs", "C:/evil.rs", "..\\evil.rs"] {
        let (state, why) = refused(&Packer::new().files("", &work).file(name, b"").done());
        assert_eq!(state, State::Refused, "{name}");
        assert!(why.contains("leaves the folder"), "{name}: {why}");
    }
}

#[test]
fn links_and_devices_are_refused_as_answers() {
    let link = Packer::new().link("src/main.rs", "/etc/passwd").done();
    assert_ne!(refused(&link).0, State::Graded);
    let work = solved(&THREADS).files;
    for name in ["src/aux.rs", "src/nul.rs", "src/com1.rs", "src/a:b.rs", "src/Con/a.rs"] {
        let (state, why) = refused(&Packer::new().files("", &work).file(name, b"").done());
        assert_eq!(state, State::Refused, "{name}: {why}");
    }
}

#[test]
fn a_link_in_a_folder_is_not_followed() {
    let folder = folder(&[("ada/src/.keep", b"")]);
    let secret = folder.path().join("secret");
    fs::write(&secret, &solved(&THREADS).files["src/main.rs"]).expect("a disk");
    #[cfg(unix)]
    std::os::unix::fs::symlink(&secret, folder.path().join("ada/src/main.rs")).expect("a link");
    let found = answer::find(&only(&folder.path().join("ada")), Some(&THREADS));
    assert!(found.is_err(), "{found:?}");
}

#[test]
fn what_is_too_big_is_refused_without_unpacking_it() {
    let bomb = Packer::new().files("", &solved(&MESSAGES).half("client").files);
    let (state, why) = refused(&bomb.zeros("src/room.rs", 32).done());
    assert_eq!((state, why.contains("5 MiB")), (State::Refused, true), "{why}");
    let many = (0..300).fold(Packer::new().files("", &solved(&THREADS).files), |packer, number| {
        packer.file(&format!("src/m{number}.rs"), b"")
    });
    let (state, why) = refused(&many.done());
    assert_eq!((state, why.contains("200")), (State::Refused, true), "{why}");
    // Only what is taken has to be small.
    let beside = Packer::new().files("", &solved(&THREADS).files).zeros("film.mp4", 32).done();
    assert!(answer_in(&beside).is_ok());
}

#[test]
fn other_kinds_of_files_are_named() {
    let kinds: [(&[u8], State, &str); 6] = [
        (b"Rar!\x1a\x07\x01\0", State::NotAZip, "a rar archive"),
        (b"7z\xbc\xaf\x27\x1c\0\0", State::NotAZip, "a 7z archive"),
        (b"\x1f\x8b\x08\0", State::NotAZip, "a gzip archive"),
        (b"%PDF-1.7", State::NotAZip, "a PDF document"),
        (b"fn main() {}", State::NotAZip, "a text"),
        (b"", State::Empty, "an empty file"),
    ];
    for (bytes, state, kind) in kinds {
        let (found, why) = refused(bytes);
        assert!(found == state && why.contains(kind), "{kind}: {found:?}, {why}");
    }
    let (state, why) = refused(&Packer::new().done());
    assert!(state == State::Empty && why.contains("no file"), "{why}");
    let (state, why) = refused(&Packer::new().file("essay.docx", b"PK").done());
    assert!(state == State::Empty && why.contains("essay.docx"), "{why}");
}

#[test]
fn the_hash_is_the_students_and_the_files() {
    let hash = |name: &str, bytes: &[u8]| {
        let folder = folder(&[(name, bytes)]);
        only(&folder.path().join(name)).hash()
    };
    assert_eq!(hash("ada.zip", b"1"), hash("ada.zip", b"1"));
    assert_ne!(hash("ada.zip", b"1"), hash("ada.zip", b"2"));
    assert_ne!(hash("ada.zip", b"1"), hash("bob.zip", b"1"));
}
