//! Ctrl-C: ends the program at once while it only reads; while documents are being made the
//! workers finish the document that they are making, and stop.

use std::sync::atomic::{AtomicBool, Ordering};

use super::Ending;
use super::terminal::Terminal;

static STOPPED: AtomicBool = AtomicBool::new(false);
static MAKING: AtomicBool = AtomicBool::new(false);

/// Starts to listen.
pub(super) fn listen(terminal: Terminal) {
    let stop = move || {
        STOPPED.store(true, Ordering::SeqCst);
        if !MAKING.load(Ordering::SeqCst) {
            terminal.stopped();
            std::process::exit(Ending::Stopped.code().into());
        }
    };
    // A second handler in one process (tests) is refused; the first one serves.
    let _ = ctrlc::set_handler(stop);
}

/// From now on there is something to leave in order: whoever works asks [`stopped`].
pub(super) fn begin_making() {
    MAKING.store(true, Ordering::SeqCst);
}

/// Whether the user wants to stop.
pub(super) fn stopped() -> bool {
    STOPPED.load(Ordering::SeqCst)
}
