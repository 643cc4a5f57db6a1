//! What the user wrote, fit to stand inside a message.

use std::path::Path;

/// A text that may be long, cut after 60 letters.
///
/// ```
/// # use gemeentespiegel::diagnostics::shortened;
/// assert_eq!(shortened("kort"), "kort");
/// assert_eq!(shortened(&"é".repeat(61)), format!("{}…", "é".repeat(60)));
/// ```
#[must_use]
pub fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut short: String = text.chars().take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}

/// A path as the user knows it: as seen from the project's folder where it lies inside it, with
/// forward slashes.
///
/// ```
/// # use gemeentespiegel::diagnostics::shown_path;
/// # use std::path::Path;
/// assert_eq!(shown_path(Path::new("a/b/c.csv"), Path::new("a")), "b/c.csv");
/// assert_eq!(shown_path(Path::new("b/c.csv"), Path::new("a")), "b/c.csv");
/// ```
#[must_use]
pub fn shown_path(path: &Path, folder: &Path) -> String {
    path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/")
}
