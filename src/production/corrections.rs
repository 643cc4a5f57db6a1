//! What was told after an edition had been published: late answers, corrections, withdrawals,
//! from the file that the project names under `corrections`.

use super::codes;
use crate::calendar::Date;
use crate::diagnostics::{Diagnostic, Diagnostics, Place, nearest};
use crate::project::{Correction, CorrectionSort, Project};
use crate::questionnaire::Wave;
use crate::register::{MunicipalityCode, Register};
use crate::responses::{self, RawRecord, RawTable};

/// The columns, in the order in which the manual gives them.
const COLUMNS: [&str; 6] = ["datum", "gemeente", "meting", "soort", "wat", "waarom"];

/// Reads the corrections of a project, the oldest first. Lines that can't be understood push
/// findings and are left out.
pub(super) fn load(project: &Project, diagnostics: &mut Diagnostics) -> Vec<Correction> {
    let Some((path, place)) = &project.corrections else { return Vec::new() };
    let tables = responses::load(path, &project.folder, &project.reading, diagnostics);
    let mut told: Vec<Correction> = Vec::new();
    for table in &tables {
        match Heading::of(table) {
            Ok(heading) => {
                let lines = table.rows.iter().map(|record| Line { table, record, heading });
                told.extend(lines.filter_map(|line| line.correction(project, diagnostics)));
            }
            Err(missing) => diagnostics.push(without_column(table, missing)),
        }
    }
    told.sort_by_key(|one| (one.date, one.wave, one.municipality));
    for one in &told {
        let published = project.waves.get(&one.wave).is_some_and(|wave| wave.published.is_some());
        if !published {
            diagnostics.push(needless(project.register, place.clone(), one));
        }
    }
    told
}

/// Where each column stands.
#[derive(Clone, Copy)]
struct Heading([usize; COLUMNS.len()]);

impl Heading {
    /// The columns, or the name of one that is missing.
    fn of(table: &RawTable) -> Result<Self, &'static str> {
        let mut at = [0; COLUMNS.len()];
        for (column, name) in at.iter_mut().zip(COLUMNS) {
            let found = table.header.iter().position(|heading| heading.to_lowercase() == name);
            *column = found.ok_or(name)?;
        }
        Ok(Self(at))
    }
}

/// One line of the file.
struct Line<'a> {
    table: &'a RawTable,
    record: &'a RawRecord,
    heading: Heading,
}

impl Line<'_> {
    /// What the line says; `None` when findings were pushed, one for each cell that is wrong.
    fn correction(&self, project: &Project, diagnostics: &mut Diagnostics) -> Option<Correction> {
        let mut push = |finding| diagnostics.push(finding);
        let date = self.date().map_err(&mut push).ok();
        let wave = self.wave(project).map_err(&mut push).ok();
        let sort = self.sort().map_err(&mut push).ok();
        // Without a wave nobody knows on which day the municipality must exist.
        let municipality =
            wave.and_then(|wave| self.municipality(project, wave).map_err(&mut push).ok());
        let name = municipality.map(|code| project.register.name_of(code));
        let secret = name.filter(|_| !project.participation_public);
        let what = self.text(4, secret.as_deref()).map_err(&mut push).ok();
        let why = self.text(5, secret.as_deref()).map_err(&mut push).ok();
        Some(Correction {
            date: date?,
            municipality: municipality?,
            wave: wave?,
            sort: sort?,
            what: what?,
            why: why?,
        })
    }

    fn date(&self) -> Result<Date, Diagnostic> {
        let help = "write year, month, day: `2024-02-14`";
        Date::parse(self.cell(0)).ok_or_else(|| self.wrong(0, "is no date", help))
    }

    fn wave(&self, project: &Project) -> Result<Wave, Diagnostic> {
        let wave = self.cell(2).parse().map(Wave).ok();
        wave.filter(|wave| project.waves.contains_key(wave)).ok_or_else(|| {
            let waves: Vec<_> = project.waves.keys().map(ToString::to_string).collect();
            self.wrong(2, "is no wave of the project", &format!("waves are {}", waves.join(", ")))
        })
    }

    fn municipality(&self, project: &Project, wave: Wave) -> Result<MunicipalityCode, Diagnostic> {
        let day = project.waves[&wave].reference_date;
        project.register.find(self.cell(1), day).map_err(|_| {
            let help = format!("write the name or code that it had on {day}");
            self.wrong(1, "is no municipality of that wave", &help)
        })
    }

    fn sort(&self) -> Result<CorrectionSort, Diagnostic> {
        CorrectionSort::of(self.cell(3)).ok_or_else(|| {
            let words = CorrectionSort::ALL.map(CorrectionSort::word);
            let help = match nearest(self.cell(3), words) {
                Some(word) => format!("did you mean `{word}`?"),
                None => format!("write {}", words.map(|word| format!("`{word}`")).join(" or ")),
            };
            self.wrong(3, "is no sort of correction", &help)
        })
    }

    /// A text that the next report prints. Where it is not public who took part, it may not
    /// hold this name.
    fn text(&self, column: usize, secret: Option<&str>) -> Result<String, Diagnostic> {
        let text = self.cell(column);
        if text.is_empty() {
            let help = "say it in one sentence; the next report prints it";
            return Err(self.wrong(column, "is empty", help));
        }
        match secret {
            Some(name) if text.to_lowercase().contains(&name.to_lowercase()) => Err(self.wrong(
                column,
                "names the municipality",
                "it is not public who took part (`participation`): write it without the name",
            )),
            _ => Ok(text.to_owned()),
        }
    }

    fn cell(&self, column: usize) -> &str {
        &self.record.cells[self.heading.0[column]]
    }

    fn wrong(&self, column: usize, what: &str, help: &str) -> Diagnostic {
        let place = self.table.cell(self.record.row, self.heading.0[column]);
        let message = match self.cell(column) {
            "" => format!("`{}` is empty", COLUMNS[column]),
            written => format!("`{written}` {what}"),
        };
        Diagnostic::new(&codes::CORRECTION_NOT_READ, place, message).help(help)
    }
}

fn without_column(table: &RawTable, name: &str) -> Diagnostic {
    let message = format!("the file of corrections has no column `{name}`");
    Diagnostic::new(&codes::CORRECTION_NOT_READ, table.line(table.header_row), message)
        .help(format!("its columns are {}", COLUMNS.map(|name| format!("`{name}`")).join(", ")))
}

/// A line about an edition that was not published: nothing is frozen there.
fn needless(register: &Register, place: Place, one: &Correction) -> Diagnostic {
    let name = register.name_of(one.municipality);
    let message =
        format!("{name}: edition {} is not `published`, so that it needs no correction", one.wave);
    Diagnostic::new(&codes::CORRECTION_NEEDLESS, place, message).help(
        "change the answers themselves; or name the copy of what was published, as `published` of that wave",
    )
}
