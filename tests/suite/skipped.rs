//! What was not checked, and why: said on the screen, never in silence.

use std::io::Write;

/// A tool that the continuous integration installs. Elsewhere a test may do without it, and
/// says so; with `CI=true` that is a failure.
pub(crate) fn without_tool(tool: &str, what: &str) {
    assert!(
        std::env::var("CI").as_deref() != Ok("true"),
        "{tool} is not installed: {what} is not checked"
    );
    skipped(what, &format!("{tool} is not installed"));
}

/// Says that something is not checked. `cargo test` keeps what a test prints to itself; this
/// line is written past it, so that `.ci/run` can list all of them.
pub(crate) fn skipped(what: &str, why: &str) {
    writeln!(std::io::stderr(), "skipped: {what}: {why}").expect("standard error is open");
}
