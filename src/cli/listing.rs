//! `spiegel build --list`: what would be made, for whom, where, and whether it is current.

use super::Ending;
use super::terminal::{Terminal, counted};
use crate::diagnostics::Diagnostics;
use crate::production::{self, Listed, Prepared, Request};
use crate::templates::TemplateSet;

/// The files of a build, as text or one JSON object per line.
pub(super) fn show(
    prepared: &Prepared,
    templates: &TemplateSet,
    request: &Request,
    mut diagnostics: Diagnostics,
    terminal: &Terminal,
) -> Ending {
    let listed = production::list(prepared, templates, request, &mut diagnostics);
    let listed = listed.unwrap_or_else(|findings| {
        findings.into_iter().for_each(|finding| diagnostics.push(finding));
        Vec::new()
    });
    terminal.findings(&diagnostics);
    if diagnostics.has_errors() {
        return Ending::Findings;
    }
    let lines: String = match terminal.for_programs() {
        true => {
            listed.iter().filter_map(|file| serde_json::to_string(file).ok()).collect::<Vec<_>>()
        }
        false => listed.iter().map(line).collect(),
    }
    .into_iter()
    .map(|line| line + "\n")
    .collect();
    if terminal.for_programs() {
        terminal.give_json(&lines);
    } else {
        terminal.give_text(&lines);
    }
    let current = listed.iter().filter(|file| file.current).count();
    terminal.say(&format!(
        "{}, {current} of them current; nothing was made",
        counted(listed.len(), "file")
    ));
    Ending::Good
}

fn line(file: &Listed) -> String {
    let state = if file.current { "current" } else { "to make" };
    format!("{state}  {:<20} {}", file.audience, file.path)
}
