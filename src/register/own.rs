//! A project's own mergers and new names, for the years after those of the built-in register.
//!
//! The file has the columns of `herindelingen.csv`, and if need be one more: `province`.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{
    Merger, MergerKind, Municipality, MunicipalityCode, ProvinceCode, Register, codes, fold,
};
use crate::calendar::Date;
use crate::diagnostics::{Diagnostic, FileId, Place, Span, nearest};

/// The columns that a file must have, in any order.
const COLUMNS: [&str; 6] = ["date", "old_code", "old_name", "new_code", "new_name", "kind"];
/// The column that it may have: the province of a municipality made of parts of two.
const PROVINCE: &str = "province";
/// What became of a municipality, besides the words of [`MergerKind`].
const RENAMED: &str = "naamswijziging";

/// The register with the changes in a file (absent: nothing changed), known to be complete up
/// to a day. Every fault is a finding with its row and cell; `None` when there is one.
pub(crate) fn extended(
    base: &Register,
    until: Date,
    changes: Option<(FileId, &str)>,
    findings: &mut Vec<Diagnostic>,
) -> Option<Register> {
    let mut register = Register { known_to: until, ..base.clone() };
    let Some((file, text)) = changes else { return Some(register) };
    let before = findings.len();
    let mut reader = Reader { file, text, until, findings };
    let mut rows = reader.rows();
    // In the order of time: a municipality may be made in one year and end in the next.
    rows.sort_by_key(|row| row.date);
    for row in &rows {
        reader.apply(row, &mut register);
    }
    (findings.len() == before).then_some(register)
}

/// A cell with its place.
#[derive(Debug, Clone)]
struct Cell {
    text: String,
    range: Range<usize>,
}

/// A row, as far as it is understood.
struct Row {
    date: Date,
    date_at: Range<usize>,
    old: MunicipalityCode,
    old_code_at: Range<usize>,
    old_name: Cell,
    new: MunicipalityCode,
    new_code_at: Range<usize>,
    new_name: Cell,
    /// `None`: the same municipality has a new name.
    kind: Option<MergerKind>,
    kind_at: Range<usize>,
    province: Option<ProvinceCode>,
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    until: Date,
    findings: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn fault(&mut self, range: &Range<usize>, message: String, help: impl Into<String>) {
        let place = Place::Text(Span { file: self.file, range: range.clone() });
        self.findings.push(Diagnostic::new(&codes::REGISTER_UNSOUND, place, message).help(help));
    }

    /// The rows that can be understood.
    fn rows(&mut self) -> Vec<Row> {
        let heading = self.text.lines().next().unwrap_or_default();
        let delimiter = if heading.contains(';') { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(self.text.as_bytes());
        let mut records = Vec::new();
        for record in reader.records() {
            match record {
                Ok(record) => records.push(self.cells(&record)),
                Err(error) => {
                    self.fault(&(0..0), format!("the file can't be taken apart: {error}"), CSV);
                    return Vec::new();
                }
            }
        }
        let mut records =
            records.into_iter().filter(|cells| cells.iter().any(|c| !c.text.is_empty()));
        let Some(columns) = records.next().and_then(|heading| self.columns(&heading)) else {
            if self.findings.is_empty() {
                self.fault(&(0..0), "the file is empty, expected a row of headings".into(), CSV);
            }
            return Vec::new();
        };
        records.filter_map(|cells| self.row(&cells, &columns)).collect()
    }

    /// The cells of a record with their places; a quoted cell has that of its first letter.
    fn cells(&self, record: &csv::StringRecord) -> Vec<Cell> {
        let start = record.position().map_or(0, |position| position.byte());
        let mut at = usize::try_from(start).unwrap_or(0);
        let mut cell = |text: &str| {
            let rest = self.text.get(at..).unwrap_or_default();
            let trimmed = text.trim();
            let from = at + rest.find(trimmed).unwrap_or(0);
            let end = from + trimmed.len();
            let after = self.text.get(end..).unwrap_or_default();
            at = end + after.find([',', ';']).map_or(0, |delimiter| delimiter + 1);
            Cell { text: trimmed.to_owned(), range: from..end }
        };
        record.iter().map(&mut cell).collect()
    }

    /// The place of each column.
    fn columns(&mut self, heading: &[Cell]) -> Option<BTreeMap<&'static str, usize>> {
        let known = || COLUMNS.into_iter().chain([PROVINCE]);
        let before = self.findings.len();
        let mut columns = BTreeMap::new();
        for (index, cell) in heading.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty()) {
            let name = cell.text.to_lowercase();
            match known().find(|column| *column == name) {
                Some(column) => {
                    if columns.insert(column, index).is_some() {
                        self.fault(
                            &cell.range,
                            format!("column `{column}` stands twice"),
                            "keep one",
                        );
                    }
                }
                None => {
                    let help = match nearest(&name, known()) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!(
                            "the columns are {}, and if need be {PROVINCE}",
                            COLUMNS.join(", ")
                        ),
                    };
                    self.fault(&cell.range, format!("unknown column `{}`", cell.text), help);
                }
            }
        }
        let missing: Vec<_> = COLUMNS.iter().filter(|name| !columns.contains_key(**name)).collect();
        if !missing.is_empty() && self.findings.len() == before {
            let names = missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
            let at = heading.first().map_or(0..0, |cell| cell.range.clone());
            let columns = if names.len() == 1 { "column" } else { "columns" };
            self.fault(&at, format!("the file has no {columns} {}", names.join(", ")), CSV);
        }
        (self.findings.len() == before).then_some(columns)
    }

    fn row(&mut self, cells: &[Cell], columns: &BTreeMap<&str, usize>) -> Option<Row> {
        let before = self.findings.len();
        let end = cells.last().map_or(0, |cell| cell.range.end);
        let cell = |name: &str| {
            let found = columns.get(name).and_then(|column| cells.get(*column)).cloned();
            found.unwrap_or(Cell { text: String::new(), range: end..end })
        };
        let [date, old, old_name, new, new_name, kind] = COLUMNS.map(cell);
        let day = self.date(&date);
        let (old_code, new_code) = (self.code(&old), self.code(&new));
        for (column, name) in [("old_name", &old_name), ("new_name", &new_name)] {
            if name.text.is_empty() {
                self.fault(&name.range, format!("`{column}` is empty"), "write the official name");
            }
        }
        let change = self.kind(&kind);
        let province = self.province(&cell(PROVINCE));
        let row = Row {
            date: day?,
            date_at: date.range,
            old: old_code?,
            old_code_at: old.range,
            old_name,
            new: new_code?,
            new_code_at: new.range,
            new_name,
            kind: change?,
            kind_at: kind.range,
            province,
        };
        (self.findings.len() == before).then_some(row)
    }

    fn date(&mut self, cell: &Cell) -> Option<Date> {
        let found = Date::parse(&cell.text);
        let Some(date) = found else {
            let message = format!("`{}` is no day", cell.text);
            self.fault(&cell.range, message, "write year, month and day, such as `2026-01-01`");
            return None;
        };
        if date <= Register::BUILTIN_TO {
            self.fault(
                &cell.range,
                format!("the register knows everything up to {}", Register::BUILTIN_TO),
                "leave out what happened before; a fault in the register itself is for its maintainer",
            );
        } else if date > self.until {
            let message = format!("{date} lies after `until` ({})", self.until);
            self.fault(&cell.range, message, "correct the day, or `until` under `register`");
        }
        Some(date)
    }

    fn code(&mut self, cell: &Cell) -> Option<MunicipalityCode> {
        let code = cell.text.parse().ok();
        if code.is_none() {
            let message = format!("`{}` is no code of a municipality", cell.text);
            self.fault(&cell.range, message, "write `GM` and four digits, such as `GM0193`");
        }
        code
    }

    #[expect(clippy::option_option, reason = "outside: whether the word is known")]
    fn kind(&mut self, cell: &Cell) -> Option<Option<MergerKind>> {
        if cell.text == RENAMED {
            return Some(None);
        }
        let kind = MergerKind::from_word(&cell.text);
        if kind.is_none() {
            let words = ["samenvoeging", "toevoeging", "splitsing", RENAMED];
            let help = match nearest(&cell.text, words) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the kinds are {}", words.join(", ")),
            };
            self.fault(&cell.range, format!("unknown kind `{}`", cell.text), help);
        }
        kind.map(Some)
    }

    fn province(&mut self, cell: &Cell) -> Option<ProvinceCode> {
        if cell.text.is_empty() {
            return None;
        }
        let provinces = Register::builtin().provinces();
        let found = provinces.iter().find(|province| fold(province.name) == fold(&cell.text));
        if found.is_none() {
            let help = match nearest(&cell.text, provinces.iter().map(|province| province.name)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "write the name of one of the twelve provinces".to_owned(),
            };
            self.fault(&cell.range, format!("unknown province `{}`", cell.text), help);
        }
        found.map(|province| province.code)
    }

    /// Checks a row against what is known so far, and adds it.
    fn apply(&mut self, row: &Row, register: &mut Register) {
        let before = self.findings.len();
        let eve = row.date.day_before();
        self.check_old(row, register, eve);
        self.check_new(row, register);
        if self.findings.len() > before {
            return;
        }
        match row.kind {
            None => register.rename(row.new, &row.new_name.text),
            Some(kind) => {
                self.add(row, kind, register);
            }
        }
    }

    /// The municipality that ends, or gets another name, must have existed the day before.
    fn check_old(&mut self, row: &Row, register: &Register, eve: Date) {
        // A municipality that is split ends with its first row.
        let split = register.mergers.iter().any(|merger| {
            merger.old == row.old && merger.date == row.date && merger.kind == MergerKind::Split
        });
        let found = register.get(row.old);
        let exists = found.is_some_and(|found| found.valid_on(eve));
        let ended = found.is_some_and(|found| found.valid_to.is_some_and(|to| to <= eve));
        if !exists || (ended && !(split && row.kind == Some(MergerKind::Split))) {
            let twice = exists
                && register
                    .mergers
                    .iter()
                    .any(|known| known.old == row.old && known.date == row.date);
            let (message, help) = if twice {
                (
                    format!("{} ended on this day in an earlier row", row.old),
                    "a municipality that went to several has kind `splitsing` in all its rows",
                )
            } else {
                (
                    format!("{} is no municipality on {eve}", row.old),
                    "write the code of a municipality that existed until then",
                )
            };
            self.fault(&row.old_code_at, message, help);
            return;
        }
        let Some(found) = found else { return };
        let codes = register.names.get(&fold(&row.old_name.text));
        if !codes.is_some_and(|codes| codes.contains(&row.old)) {
            self.fault(
                &row.old_name.range,
                format!("{} is {}, not `{}`", row.old, found.name, row.old_name.text),
                "correct the code or the name",
            );
        }
    }

    /// What takes its place must fit what happened.
    fn check_new(&mut self, row: &Row, register: &Register) {
        let found = register.get(row.new);
        let name = &row.new_name.text;
        if row.kind.is_none() != (row.old == row.new) {
            let help = format!("only with kind `{RENAMED}` the code stays the same");
            let message =
                format!("kind and codes contradict each other: {} and {}", row.old, row.new);
            self.fault(&row.kind_at, message, help);
            return;
        }
        let Some(found) = found else {
            if row.kind == Some(MergerKind::Joined) {
                let message = format!("{} did not exist before {}", row.new, row.date);
                let help = "a new municipality comes from a `samenvoeging` or `splitsing`";
                self.fault(&row.new_code_at, message, help);
            }
            return;
        };
        if row.kind.is_none() {
            return;
        }
        if !found.valid_on(row.date) {
            let message = format!("{} ({}) does not exist on {}", row.new, found.name, row.date);
            self.fault(
                &row.new_code_at,
                message,
                "write the code of the municipality that went on",
            );
        } else if row.kind == Some(MergerKind::Merged) && found.valid_from != Some(row.date) {
            let message = format!("{} ({}) existed already", row.new, found.name);
            let help = "a municipality that joins one that goes on has kind `toevoeging`";
            self.fault(&row.kind_at, message, help);
        } else if fold(&found.name) != fold(name) {
            let message = format!("{} is {}, not `{name}`", row.new, found.name);
            self.fault(&row.new_name.range, message, "correct the code or the name");
        } else if let Some(old) = register.get(row.old) {
            let province = row.province.unwrap_or(old.province);
            let made_now = found.valid_from == Some(row.date);
            if made_now && province != found.province {
                let message = format!("the rows of {} name two provinces", row.new);
                let help = format!("write its province in a column `{PROVINCE}` of all its rows");
                self.fault(&row.date_at, message, help);
            }
        }
    }

    fn add(&mut self, row: &Row, kind: MergerKind, register: &mut Register) {
        let Some(old) = register.municipalities.get_mut(&row.old) else { return };
        old.valid_to = Some(row.date.day_before());
        old.successors.push(row.new);
        let (province, lon, lat) = (row.province.unwrap_or(old.province), old.lon, old.lat);
        let old_name = old.name.clone();
        if register.get(row.new).is_none() {
            register.add(Municipality {
                code: row.new,
                name: row.new_name.text.clone(),
                province,
                valid_from: Some(row.date),
                valid_to: None,
                successors: Vec::new(),
                lon,
                lat,
            });
            register.tiles_of.insert(row.new, row.old);
        }
        register.mergers.push(Merger {
            date: row.date,
            old: row.old,
            old_name,
            new: row.new,
            new_name: row.new_name.text.clone(),
            kind,
        });
    }
}

/// What a file of changes must be.
const CSV: &str =
    "save it as CSV (UTF-8) with the columns date,old_code,old_name,new_code,new_name,kind";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::SourceMap;

    const HEADING: &str = "date,old_code,old_name,new_code,new_name,kind\n";

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn code(text: &str) -> MunicipalityCode {
        text.parse().unwrap()
    }

    fn read_text(text: &str) -> Result<Register, Vec<(usize, usize, String)>> {
        let mut sources = SourceMap::default();
        let file = sources.add("herindelingen.csv", text);
        let mut findings = Vec::new();
        let changes = Some((file, text));
        let found = extended(Register::builtin(), day("2027-12-31"), changes, &mut findings);
        found.ok_or_else(|| {
            let told = findings.into_iter().map(|finding| {
                let Place::Text(span) = finding.place else { panic!("{:?}", finding.place) };
                let (line, column) = sources.line_column(file, span.range.start);
                (line, column, finding.message)
            });
            told.collect()
        })
    }

    /// The findings about these rows; lines begin at 2.
    fn faults(rows: &str) -> Vec<(usize, usize, String)> {
        read_text(&format!("{HEADING}{rows}")).map(|_| ()).err().unwrap_or_default()
    }

    #[test]
    fn municipalities_merge_join_split_and_change_their_names() {
        let register = read_text(&format!(
            "{HEADING}2027-01-01,GM2001,IJsselland,GM2002,Groot IJsselland,samenvoeging\n\
             2026-01-01,GM0193,Zwolle,GM2001,IJsselland,samenvoeging\n\
             2026-01-01,GM0166,Kampen,GM2001,IJsselland,samenvoeging\n\
             2026-01-01,GM1696,Wijdemeren,GM0402,Hilversum,toevoeging\n\
             2026-01-01,GM0184,Urk,GM0995,Lelystad,splitsing\n\
             2026-01-01,GM0184,Urk,GM0171,Noordoostpolder,splitsing\n\
             2026-01-01,GM0034,Almere,GM0034,Almere aan Zee,naamswijziging\n"
        ))
        .unwrap();
        let find =
            |name: &str, date: &str| register.find(name, day(date)).map(|code| code.to_string());
        assert_eq!(find("Zwolle", "2025-12-31").as_deref(), Ok("GM0193"));
        assert!(find("Zwolle", "2026-01-01").is_err());
        assert_eq!(find("IJsselland", "2026-10-01").as_deref(), Ok("GM2001"));
        assert_eq!(find("Groot IJsselland", "2027-10-01").as_deref(), Ok("GM2002"));
        assert_eq!(find("Almere", "2026-10-01").as_deref(), Ok("GM0034"));
        assert_eq!(find("Almere aan Zee", "2026-10-01").as_deref(), Ok("GM0034"));
        assert_eq!(register.name_of(code("GM0034")), "Almere aan Zee");
        let new = register.get(code("GM2002")).unwrap();
        assert_eq!(register.province(new.province).name, "Overijssel");
        assert_eq!(register.on(day("2026-10-01")).count(), 342 - 2 + 1 - 1 - 1);
        assert!(!register.same_entity(code("GM0402"), day("2025-10-01"), day("2026-10-01")));
        assert!(register.same_entity(code("GM0034"), day("2025-10-01"), day("2026-10-01")));
        // Every municipality has a tile of its own on every day.
        for date in ["2025-12-31", "2026-01-01", "2027-06-01"] {
            let tiles: Vec<_> = register
                .on(day(date))
                .map(|found| register.tile(found.code, day(date)).unwrap())
                .collect();
            let apart: std::collections::BTreeSet<_> = tiles.iter().collect();
            assert_eq!(apart.len(), tiles.len(), "{date}");
        }
        assert_eq!(register.tile(code("GM0193"), day("2026-01-01")), None);
        assert_eq!(register.known_to(), day("2027-12-31"));
        assert!(Register::builtin().get(code("GM2001")).is_none());
    }

    #[test]
    fn every_fault_is_told_with_its_cell() {
        let all = "2026-02-30,193,Zwolle,GM2001,,samenvoegen\n";
        assert_eq!(
            faults(all),
            [
                (2, 1, "`2026-02-30` is no day".to_owned()),
                (2, 12, "`193` is no code of a municipality".to_owned()),
                (2, 30, "`new_name` is empty".to_owned()),
                (2, 31, "unknown kind `samenvoegen`".to_owned()),
            ]
        );
        for (rows, column, message) in [
            (
                "2024-06-01,GM0193,Zwolle,GM2001,A,samenvoeging\n",
                1,
                "the register knows everything up to 2024-12-31",
            ),
            (
                "2028-01-01,GM0193,Zwolle,GM2001,A,samenvoeging\n",
                1,
                "2028-01-01 lies after `until` (2027-12-31)",
            ),
            (
                "2026-01-01,GM0501,Brielle,GM2001,A,samenvoeging\n",
                12,
                "GM0501 is no municipality on 2025-12-31",
            ),
            (
                "2026-01-01,GM9998,Nergens,GM2001,A,samenvoeging\n",
                12,
                "GM9998 is no municipality on 2025-12-31",
            ),
            (
                "2026-01-01,GM0193,Zwole,GM2001,A,samenvoeging\n",
                19,
                "GM0193 is Zwolle, not `Zwole`",
            ),
            (
                "2026-01-01,GM0193,Zwolle,GM0166,Kampen,samenvoeging\n",
                40,
                "GM0166 (Kampen) existed already",
            ),
            (
                "2026-01-01,GM0193,Zwolle,GM0166,Kempen,toevoeging\n",
                33,
                "GM0166 is Kampen, not `Kempen`",
            ),
            (
                "2026-01-01,GM0193,Zwolle,GM2001,A,toevoeging\n",
                26,
                "GM2001 did not exist before 2026-01-01",
            ),
            (
                "2026-01-01,GM0193,Zwolle,GM0501,Brielle,toevoeging\n",
                26,
                "GM0501 (Brielle) does not exist on 2026-01-01",
            ),
            (
                "2026-01-01,GM0193,Zwolle,GM0193,Zwolle,toevoeging\n",
                40,
                "kind and codes contradict each other: GM0193 and GM0193",
            ),
            (
                "2026-01-01,GM0193,Zwolle,GM2001,A,naamswijziging\n",
                35,
                "kind and codes contradict each other: GM0193 and GM2001",
            ),
        ] {
            assert_eq!(faults(rows), [(2, column, message.to_owned())], "{rows}");
        }
        let twice = "2026-01-01,GM0193,Zwolle,GM2001,A,samenvoeging\n2026-01-01,GM0193,Zwolle,GM2002,B,samenvoeging\n";
        assert_eq!(
            faults(twice),
            [(3, 12, "GM0193 ended on this day in an earlier row".to_owned())]
        );
        let two = "2026-01-01,GM0193,Zwolle,GM2001,A,samenvoeging\n2026-01-01,GM0995,Lelystad,GM2001,A,samenvoeging\n";
        assert_eq!(faults(two), [(3, 1, "the rows of GM2001 name two provinces".to_owned())]);
    }

    #[test]
    fn the_columns_may_stand_in_any_order_and_must_all_be_there() {
        let text = "kind;new_name;new_code;old_name;old_code;date;province\n\
             samenvoeging;A;GM2001;Zwolle;GM0193;2026-01-01;Flevoland\n\
             samenvoeging;A;GM2001;Lelystad;GM0995;2026-01-01;flevoland\n";
        let register = read_text(text).unwrap();
        let new = register.get(code("GM2001")).unwrap();
        assert_eq!(register.province(new.province).name, "Flevoland");
        let one = |text: &str| read_text(text).map(|_| ()).unwrap_err();
        assert_eq!(one(""), [(1, 1, "the file is empty, expected a row of headings".to_owned())]);
        assert_eq!(
            one("date,old_code,oldname,new_code,new_name,kind\n"),
            [(1, 15, "unknown column `oldname`".to_owned())]
        );
        assert_eq!(
            one("date,old_code,new_code,new_name,kind\n"),
            [(1, 1, "the file has no column `old_name`".to_owned())]
        );
        assert!(read_text(HEADING).is_ok());
    }
}
