//! What the user wrote or the system says, fit to stand on a screen.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;
use std::path::{Component, Path, PathBuf};

/// A character that may stand on a screen, as many bytes long as the one it replaces, so
/// that places stay right: no escape codes, no reversal of the writing direction.
pub(super) const fn harmless(character: char) -> char {
    match character {
        '\t' => ' ',
        '\0'..='\u{1f}' | '\u{7f}' => '?',
        '\u{80}'..='\u{9f}' => '·',
        '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        other => other,
    }
}

const fn kept(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r') || harmless(character) == character
}

/// A text as it may stand on a screen, at the same length: no escape codes, no reversal of the
/// writing direction. Copied only when it holds what may not.
///
/// ```
/// # use gemeentespiegel::diagnostics::for_screen;
/// assert_eq!(for_screen("rood\u{1b}[31m\u{202e}\nregel"), "rood?[31m\u{fffd}\nregel");
/// ```
#[must_use]
pub fn for_screen(text: &str) -> Cow<'_, str> {
    if text.chars().all(kept) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| if kept(c) { c } else { harmless(c) }).collect()
}

/// JSON in which such characters, which can stand in its strings only, are escaped.
///
/// ```
/// # use gemeentespiegel::diagnostics::for_json;
/// assert_eq!(for_json("[\"a\u{202e}b\"]"), r#"["a\u202eb"]"#);
/// ```
#[must_use]
pub fn for_json(json: &str) -> Cow<'_, str> {
    if json.chars().all(kept) {
        return Cow::Borrowed(json);
    }
    let mut safe = String::with_capacity(json.len());
    for character in json.chars() {
        match kept(character) {
            true => safe.push(character),
            // All of them lie below U+10000.
            false => write!(safe, "\\u{:04x}", u32::from(character)).expect("a string"),
        }
    }
    Cow::Owned(safe)
}

/// Why the system could not do something, in words of our own.
///
/// ```
/// # use gemeentespiegel::diagnostics::why_not;
/// let missing = std::fs::read("er/is/niets").unwrap_err();
/// assert_eq!(why_not(&missing), "it does not exist");
/// ```
#[must_use]
pub fn why_not(error: &io::Error) -> String {
    use io::ErrorKind as Kind;
    let words = match error.kind() {
        Kind::NotFound => "it does not exist",
        Kind::PermissionDenied => "you have no permission",
        Kind::AlreadyExists => "something of that name is there already",
        Kind::IsADirectory => "it is a folder",
        Kind::NotADirectory => "a part of its path is no folder",
        Kind::DirectoryNotEmpty => "the folder is not empty",
        Kind::ReadOnlyFilesystem => "the disk can only be read",
        Kind::StorageFull => "the disk is full",
        Kind::QuotaExceeded => "your share of the disk is full",
        Kind::FileTooLarge => "the file becomes too large",
        Kind::InvalidFilename => "a name in its path can't be used here",
        Kind::InvalidData => "it is no text in UTF-8",
        Kind::ResourceBusy | Kind::ExecutableFileBusy => "another program is using it",
        Kind::BrokenPipe => "the program that reads it has stopped",
        Kind::TimedOut => "the disk does not answer",
        // What we said ourselves.
        _ if error.raw_os_error().is_none() => return error.to_string(),
        _ => "the system does not say more than that it failed",
    };
    words.to_owned()
}

/// A path without `./`, and without `a/..` where `a` is a folder and no link.
///
/// ```
/// # use gemeentespiegel::diagnostics::tidy;
/// # use std::path::Path;
/// assert_eq!(tidy(Path::new("./src/../tests/./x.rs")), Path::new("tests/x.rs"));
/// assert_eq!(tidy(Path::new("src/..")), Path::new("."));
/// assert_eq!(tidy(Path::new("../x")), Path::new("../x"));
/// ```
#[must_use]
pub fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                let named = matches!(tidy.components().next_back(), Some(Component::Normal(_)));
                if !named || tidy.is_symlink() {
                    tidy.push(component);
                } else {
                    tidy.pop();
                }
            }
            other => tidy.push(other),
        }
    }
    if tidy.as_os_str().is_empty() { PathBuf::from(".") } else { tidy }
}

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
/// forward slashes and without detours.
///
/// ```
/// # use gemeentespiegel::diagnostics::shown_path;
/// # use std::path::Path;
/// assert_eq!(shown_path(Path::new("a/b/c.csv"), Path::new("a")), "b/c.csv");
/// assert_eq!(shown_path(Path::new("b/c.csv"), Path::new("a")), "b/c.csv");
/// ```
#[must_use]
pub fn shown_path(path: &Path, folder: &Path) -> String {
    let (path, folder) = (tidy(path), tidy(folder));
    let inside = if folder == Path::new(".") { Ok(&*path) } else { path.strip_prefix(&folder) };
    let shown = inside.unwrap_or(&path);
    let shown = if shown.as_os_str().is_empty() { Path::new(".") } else { shown };
    shown.to_string_lossy().replace('\\', "/")
}
