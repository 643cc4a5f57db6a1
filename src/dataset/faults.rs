//! Findings of one wave, gathered so that one broken column is one message.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic, Diagnostics, FileId, Place};
use crate::register::fold;

/// The same fault in more rows of a column than this is shown once, with the count.
const SHOWN_APART: usize = 20;

/// Beyond so many different findings the others are only counted: a table of which every row is
/// wrong must not fill the memory.
const MOST_KEPT: usize = 20_000;

/// Gathers findings until the whole wave is read.
#[derive(Debug, Default)]
pub(super) struct Faults {
    apart: Vec<Diagnostic>,
    same: BTreeMap<Key, Same>,
    /// The first that was only counted, of each kind and file, and how many there were.
    beyond: BTreeMap<(Option<FileId>, &'static Code), (Diagnostic, usize)>,
}

type Key = (FileId, Option<String>, u32, &'static Code, String);

/// The first findings about one value in one column, and how many there were.
#[derive(Debug, Default)]
struct Same {
    first: Vec<Diagnostic>,
    count: usize,
}

impl Faults {
    /// Takes a finding that stands for itself.
    pub(super) fn push(&mut self, finding: Diagnostic) {
        if self.apart.len() < MOST_KEPT {
            self.apart.push(finding);
        } else {
            self.count(finding);
        }
    }

    /// Takes a finding about a value in a cell, which may occur in many rows.
    pub(super) fn push_value(&mut self, value: &str, finding: Diagnostic) {
        let Place::Cell { file, sheet, column, .. } = &finding.place else {
            self.push(finding);
            return;
        };
        let key = (*file, sheet.clone(), *column, finding.code, fold(value));
        if self.same.len() >= MOST_KEPT && !self.same.contains_key(&key) {
            self.count(finding);
            return;
        }
        let same = self.same.entry(key).or_default();
        same.count += 1;
        if same.first.len() < SHOWN_APART {
            same.first.push(finding);
        }
    }

    fn count(&mut self, finding: Diagnostic) {
        let file = match &finding.place {
            Place::Cell { file, .. } => Some(*file),
            _ => None,
        };
        self.beyond.entry((file, finding.code)).or_insert((finding, 0)).1 += 1;
    }

    /// Hands all findings over.
    pub(super) fn report(self, diagnostics: &mut Diagnostics) {
        for same in self.same.into_values() {
            if same.count > SHOWN_APART {
                diagnostics.push(grouped(same));
            } else {
                same.first.into_iter().for_each(|finding| diagnostics.push(finding));
            }
        }
        self.apart.into_iter().for_each(|finding| diagnostics.push(finding));
        for (mut first, count) in self.beyond.into_values() {
            if count > 1 {
                first.message.push_str(&format!("; and {} more of this kind", count - 1));
            }
            diagnostics.push(first);
        }
    }
}

/// The first of many equal findings, with the number of the others and where they begin.
fn grouped(same: Same) -> Diagnostic {
    let others = same.count - 1;
    let mut findings = same.first.into_iter();
    let mut first = findings.next().expect("a group has members");
    let rows = findings.take(3).filter_map(|finding| match finding.place {
        Place::Cell { row, .. } => Some(row.to_string()),
        _ => None,
    });
    let rows = rows.collect::<Vec<_>>().join(", ");
    first.message.push_str(&format!("; the same in {others} other rows ({rows}, …)"));
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

    #[test]
    fn what_is_wrong_in_every_row_of_a_large_table_is_counted() {
        let mut diagnostics = Diagnostics::default();
        let file = diagnostics.sources.add("a.csv", "");
        let mut faults = Faults::default();
        let count = u32::try_from(MOST_KEPT).unwrap() + 5;
        for row in 2..count + 2 {
            let place = Place::Cell { file, sheet: None, row, column: 3, hint: None };
            let finding = Diagnostic::new(&codes::UNKNOWN_OPTION, place, "unknown option");
            faults.push_value(&row.to_string(), finding.clone());
            faults.push(finding);
        }
        faults.report(&mut diagnostics);
        let told = diagnostics.sorted();
        assert_eq!(told.len(), 2 * MOST_KEPT + 1);
        assert!(told.iter().any(|found| found.message.ends_with("; and 9 more of this kind")));
    }
}
