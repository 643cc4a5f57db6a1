//! Findings of one wave, gathered so that one broken column is one message.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic, Diagnostics, FileId, Place};
use crate::register::fold;

/// The same fault in more rows of a column than this is shown once, with the count.
const SHOWN_APART: usize = 20;

/// Gathers findings until the whole wave is read.
#[derive(Debug, Default)]
pub(super) struct Faults {
    apart: Vec<Diagnostic>,
    same: BTreeMap<Key, Vec<Diagnostic>>,
}

type Key = (FileId, Option<String>, u32, &'static Code, String);

impl Faults {
    /// Takes a finding that stands for itself.
    pub(super) fn push(&mut self, finding: Diagnostic) {
        self.apart.push(finding);
    }

    /// Takes a finding about a value in a cell, which may occur in many rows.
    pub(super) fn push_value(&mut self, value: &str, finding: Diagnostic) {
        if let Place::Cell { file, sheet, column, .. } = &finding.place {
            let key = (*file, sheet.clone(), *column, finding.code, fold(value));
            self.same.entry(key).or_default().push(finding);
        } else {
            self.push(finding);
        }
    }

    /// Hands all findings over.
    pub(super) fn report(self, diagnostics: &mut Diagnostics) {
        for findings in self.same.into_values() {
            if findings.len() > SHOWN_APART {
                diagnostics.push(grouped(findings));
            } else {
                findings.into_iter().for_each(|finding| diagnostics.push(finding));
            }
        }
        self.apart.into_iter().for_each(|finding| diagnostics.push(finding));
    }
}

/// The first of many equal findings, with the number of the others and where they begin.
fn grouped(findings: Vec<Diagnostic>) -> Diagnostic {
    let others = findings.len() - 1;
    let rows: Vec<String> = findings
        .iter()
        .skip(1)
        .take(3)
        .filter_map(|finding| match finding.place {
            Place::Cell { row, .. } => Some(row.to_string()),
            _ => None,
        })
        .collect();
    let mut first = findings.into_iter().next().expect("a group has members");
    first.message.push_str(&format!("; the same in {others} other rows ({}, …)", rows.join(", ")));
    first
}

#[cfg(test)]
mod tests {
    use super::super::codes;
    use super::*;

    fn report(count: u32) -> Vec<String> {
        let mut diagnostics = Diagnostics::default();
        let file = diagnostics.sources.add("a.csv", "");
        let mut faults = Faults::default();
        for row in 2..count + 2 {
            let place = Place::Cell { file, sheet: None, row, column: 3, hint: None };
            faults.push_value(
                "jaa",
                Diagnostic::new(&codes::UNKNOWN_OPTION, place, "unknown option `jaa`"),
            );
        }
        faults.report(&mut diagnostics);
        diagnostics.sorted().iter().map(|finding| finding.message.clone()).collect()
    }

    #[test]
    fn the_same_fault_in_a_whole_column_is_one_message() {
        assert_eq!(report(20).len(), 20);
        assert_eq!(report(21), ["unknown option `jaa`; the same in 20 other rows (3, 4, 5, …)"]);
    }
}
