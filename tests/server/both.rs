//! Both rooms: `chat-server`, and `tiny`, the room on one page. They keep the same protocol.
//! What the tiny room does not do is tested in `shortcuts.rs`.

use std::path::Path;

use crate::Room;
use crate::support::process::server_command;

/// Without clients, the tiny room has the threads `main` and broadcaster.
const TINY_THREADS: usize = 2;

/// Makes two tests of each case, one for each room. A case is a function that takes a `&Room`.
macro_rules! for_both_rooms {
    ($($case:ident,)*) => {
        mod chat_server {
            $(
                #[test]
                fn $case() {
                    super::$case(&crate::Room::open());
                }
            )*
        }

        mod tiny {
            $(
                #[test]
                fn $case() {
                    super::$case(&crate::both::open_tiny());
                }
            )*
        }
    };
}

/// Opens the tiny room on a free port.
pub fn open_tiny() -> Room {
    open_tiny_with(&[])
}

/// Opens it with these environment variables as well.
pub fn open_tiny_with(variables: &[(&str, &str)]) -> Room {
    let mut program = server_command(Path::new(env!("CARGO_BIN_EXE_tiny")));
    program.envs(variables.iter().copied());
    Room::launch_without_thread_names(program, TINY_THREADS)
}
