//! Figures about municipalities, provinces and the country from elsewhere, to stand beside the
//! answers: the share of people that an approach is about, or how many inhabitants there are.

use std::collections::BTreeMap;

use super::columns::heading;
use super::diags;
use super::faults::Faults;
use crate::calendar::Date;
use crate::diagnostics::{Diagnostics, Place};
use crate::dutch::thousands;
use crate::project::{Context, ContextArea};
use crate::questionnaire::Wave;
use crate::register::{Register, fold};
use crate::responses::{RawRecord, RawTable};

const AREA: &str = "gebied";
const COUNTRY: [&str; 2] = ["nederland", "nl01"];

struct Reader<'a> {
    table: &'a RawTable,
    register: &'a Register,
    /// The days on which municipalities must exist, the newest first: one of them is enough.
    dates: Vec<Date>,
    area: usize,
    columns: Vec<usize>,
    faults: Faults,
    first: BTreeMap<ContextArea, Place>,
    context: Context,
}

/// Reads a file of figures: the column `gebied` (a CBS code or a name) and the columns that
/// the project file names, with a row per area. `dates` are the days of the waves. `None` when
/// a column is missing; what is wrong in a row is a finding.
pub fn read_context(
    table: &RawTable,
    register: &Register,
    dates: &BTreeMap<Wave, Date>,
    columns: &[&str],
    diagnostics: &mut Diagnostics,
) -> Option<Context> {
    let column = |name: &str| table.header.iter().position(|title| heading(title) == heading(name));
    let named = || std::iter::once(AREA).chain(columns.iter().copied());
    let missing: Vec<_> = named().filter(|name| column(name).is_none()).collect();
    if !missing.is_empty() {
        diagnostics.push(diags::no_context(table.line(table.header_row), &missing));
        return None;
    }
    let mut at = named().filter_map(column);
    let mut reader = Reader {
        table,
        register,
        dates: dates.values().rev().copied().collect(),
        area: at.next()?,
        columns: at.collect(),
        faults: Faults::default(),
        first: BTreeMap::new(),
        context: Context::default(),
    };
    table.rows.iter().for_each(|record| reader.row(record));
    reader.faults.report(diagnostics);
    Some(reader.context)
}

impl Reader<'_> {
    fn row(&mut self, record: &RawRecord) {
        let text = &record.cells[self.area];
        let place = self.table.cell(record.row, self.area);
        let area = self.area(text, &place);
        let mut figures = Vec::new();
        for column in &self.columns {
            let written = record.cells[*column].trim();
            let figure = printed(written);
            if figure.is_none() && !written.is_empty() {
                let finding =
                    diags::no_context_number(self.table.cell(record.row, *column), written);
                self.faults.push_value(written, finding);
            }
            figures.push(figure);
        }
        let Some(area) = area else { return };
        match self.first.get(&area) {
            Some(first) => {
                self.faults.push(diags::context_area_twice(place, text, first.clone()));
            }
            None => {
                self.first.insert(area, place);
                self.context.insert(area, figures);
            }
        }
    }

    fn area(&mut self, text: &str, place: &Place) -> Option<ContextArea> {
        let folded = fold(text);
        if COUNTRY.contains(&folded.as_str()) {
            return Some(ContextArea::Country);
        }
        let named = folded.strip_prefix("provincie ");
        let province = self.register.provinces().iter().find(|province| {
            let code = fold(&province.code.to_string());
            folded == code || fold(province.name) == named.unwrap_or(&folded)
        });
        let municipality = self.register.find_on_any(text, self.dates.iter().copied());
        let by_name = named.is_none() && !folded.starts_with("pv");
        match (province, municipality) {
            (Some(_), Ok(_)) if by_name => {
                self.faults.push_value(text, diags::context_area_unclear(place.clone(), text));
                None
            }
            (Some(province), _) => Some(ContextArea::Province(province.code)),
            (None, Ok(code)) => Some(ContextArea::Municipality(code)),
            (None, Err(Some((date, error)))) if !text.is_empty() => {
                let finding = diags::municipality(place.clone(), text, date, &error);
                self.faults.push_value(text, finding);
                None
            }
            (None, Err(_)) => {
                self.faults.push_value("", diags::no_municipality(place.clone()));
                None
            }
        }
    }
}

/// A number as Dutch prints it: `42,7`, `131.000`; `None` when it is no number. A separator
/// before exactly three digits parts thousands.
fn printed(text: &str) -> Option<String> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let last = plain.rfind([',', '.']);
    let decimals = last.filter(|at| plain.len() - at - 1 != 3);
    let (whole, rest) = match decimals {
        Some(at) => (&plain[..at], &plain[at + 1..]),
        None => (plain.as_str(), ""),
    };
    let digits: String = whole.chars().filter(|c| !matches!(c, '.' | ',')).collect();
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if digits.is_empty() || !number(&digits) || !number(rest) || rest.len() > 2 {
        return None;
    }
    if decimals.is_some() && rest.is_empty() {
        return None;
    }
    let parts: Vec<&str> = whole.split(['.', ',']).collect();
    let in_threes = parts.len() == 1 || parts.iter().skip(1).all(|part| part.len() == 3);
    let grouped = thousands(digits.parse().ok()?);
    let number = if rest.is_empty() { grouped } else { format!("{grouped},{rest}") };
    in_threes.then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_as_dutch_prints_them() {
        for (written, expected) in [
            ("42.7", "42,7"),
            ("42,7", "42,7"),
            ("43", "43"),
            ("131000", "131.000"),
            ("131.000", "131.000"),
            ("131 000", "131.000"),
            ("1.131.000", "1.131.000"),
            ("1.131,5", "1.131,5"),
        ] {
            assert_eq!(printed(written).as_deref(), Some(expected), "{written}");
        }
        for written in ["", "42%", "42,", "veel", "1.2.3", "-3", "12,3456", "1,2,3"] {
            assert_eq!(printed(written), None, "{written}");
        }
    }
}
