//! Ctrl-C: ends the program at once while it only reads. While documents are being made the
//! workers finish the one that they are making, and stop; when that takes too long, or at a
//! second Ctrl-C, the program ends without them.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Ending;
use super::terminal::Terminal;
use crate::production;

/// How long the workers may take to stop.
const PATIENCE: Duration = Duration::from_millis(1_200);

/// What the program is doing, as far as it matters to who stops it.
enum Work {
    /// Nothing is written.
    Reading,
    /// New files are made in a folder that is waste when the program ends.
    Making(Option<PathBuf>),
    /// They are put in their places: soon done, and taken back by the next build if it is not.
    Placing,
    /// The build is over, and only has to be told of.
    Over,
}

static STOPPED: AtomicBool = AtomicBool::new(false);
static WORK: Mutex<Work> = Mutex::new(Work::Reading);

/// Starts to listen.
pub(super) fn listen(terminal: Terminal) {
    let stop = move || {
        let again = STOPPED.swap(true, Ordering::SeqCst);
        let is_making = matches!(*work(), Work::Making(_) | Work::Placing);
        if again || !is_making {
            end(terminal);
        } else {
            std::thread::spawn(move || {
                std::thread::sleep(PATIENCE);
                end(terminal);
            });
        }
    };
    // A second handler in one process (tests) is refused; the first one serves.
    let _ = ctrlc::set_handler(stop);
}

/// Ends the program, unless it is about to end by itself. The lock is held until it has ended,
/// so that no file is put in its place meanwhile.
fn end(terminal: Terminal) {
    let work = work();
    match &*work {
        Work::Reading | Work::Making(None) => terminal.stopped(),
        Work::Making(Some(waiting)) => {
            production::discard(waiting);
            terminal.stopped();
        }
        Work::Placing => terminal.stopped_while_placing(),
        Work::Over => return,
    }
    std::process::exit(Ending::Stopped.code().into());
}

fn work() -> MutexGuard<'static, Work> {
    // Nobody can leave half a word in it.
    WORK.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on there may be something to leave in order: whoever works asks [`stopped`].
pub(super) fn begin_making(waiting: Option<&Path>) {
    *work() = Work::Making(waiting.map(Path::to_path_buf));
}

/// From now on files are put in their places.
pub(super) fn begin_placing() {
    *work() = Work::Placing;
}

/// The build is over, well or not.
pub(super) fn over() {
    *work() = Work::Over;
}

/// Whether the user wants to stop.
pub(super) fn stopped() -> bool {
    STOPPED.load(Ordering::SeqCst)
}
