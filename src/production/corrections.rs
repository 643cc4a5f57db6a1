//! What was told after an edition had been published: late answers, corrections, withdrawals,
//! from the file that the project names under `corrections`.

use super::codes;
use crate::calendar::Date;
use crate::diagnostics::{Diagnostic, Diagnostics, Place, nearest};
use crate::project::{Correction, Correction as Told, CorrectionSort, Project};
use crate::questionnaire::Wave;
use crate::register::Register;
use crate::responses::{self, RawRecord, RawTable};

/// The columns, in the order in which the manual gives them.
const COLUMNS: [&str; 6] = ["datum", "gemeente", "meting", "soort", "wat", "waarom"];

/// Reads the corrections of a project, the oldest first. Lines that can't be understood push
/// findings and are left out.
pub(super) fn load(project: &Project, diagnostics: &mut Diagnostics) -> Vec<Correction> {
    let Some((path, place)) = &project.corrections else { return Vec::new() };
    let tables = responses::load(path, &project.folder, diagnostics);
    let mut told: Vec<Correction> = Vec::new();
    for table in &tables {
        match Heading::of(table) {
            Ok(heading) => {
                let lines = table.rows.iter().map(|record| Line { table, record, heading });
                for line in lines {
                    match line.correction(project) {
                        Ok(correction) => told.push(correction),
                        Err(finding) => diagnostics.push(*finding),
                    }
                }
            }
            Err(missing) => diagnostics.push(without_column(table, missing)),
        }
    }
    told.sort_by_key(|one| (one.date, one.wave, one.municipality));
    for one in &told {
        let published = project.waves.get(&one.wave).is_some_and(|wave| wave.published.is_some());
        if !published {
            diagnostics.push(needless(place.clone(), one));
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
    fn correction(&self, project: &Project) -> Result<Told, Box<Diagnostic>> {
        let date = Date::parse(self.cell(0))
            .ok_or_else(|| self.wrong(0, "is no date", "write year, month, day: `2024-02-14`"))?;
        let wave = self.cell(2).parse().map(Wave).ok();
        let wave = wave.filter(|wave| project.waves.contains_key(wave)).ok_or_else(|| {
            let waves: Vec<_> = project.waves.keys().map(ToString::to_string).collect();
            self.wrong(2, "is no wave of the project", &format!("waves are {}", waves.join(", ")))
        })?;
        let day = project.waves[&wave].reference_date;
        let municipality = Register::builtin().find(self.cell(1), day).map_err(|_| {
            let help = format!("write the name or code that it had on {day}");
            self.wrong(1, "is no municipality of that wave", &help)
        })?;
        let sort = CorrectionSort::of(self.cell(3)).ok_or_else(|| {
            let words = CorrectionSort::ALL.map(CorrectionSort::word);
            let help = match nearest(self.cell(3), words.into_iter()) {
                Some(word) => format!("did you mean `{word}`?"),
                None => format!("write {}", words.map(|word| format!("`{word}`")).join(" or ")),
            };
            self.wrong(3, "is no sort of correction", &help)
        })?;
        let [what, why] =
            [self.text(4, project, municipality)?, self.text(5, project, municipality)?];
        Ok(Told { date, municipality, wave, sort, what, why })
    }

    fn cell(&self, column: usize) -> &str {
        self.record.cells.get(self.heading.0[column]).map_or("", String::as_str)
    }

    /// A text that the next report prints. Where it is not public who took part, it may not
    /// name the municipality.
    fn text(
        &self,
        column: usize,
        project: &Project,
        municipality: crate::register::MunicipalityCode,
    ) -> Result<String, Box<Diagnostic>> {
        let text = self.cell(column);
        if text.is_empty() {
            return Err(self.wrong(
                column,
                "is empty",
                "say it in one sentence; the next report prints it",
            ));
        }
        let name = Register::builtin().name_of(municipality);
        if !project.participation_public && text.to_lowercase().contains(&name.to_lowercase()) {
            return Err(self.wrong(
                column,
                "names the municipality",
                "it is not public who took part (`participation`): write it without the name",
            ));
        }
        Ok(text.to_owned())
    }

    fn wrong(&self, column: usize, what: &str, help: &str) -> Box<Diagnostic> {
        let place = self.table.cell(self.record.row, self.heading.0[column]);
        let message = match self.cell(column) {
            "" => format!(
                "`{}` {}",
                COLUMNS[column],
                if what == "is empty" { what } else { "is empty" }
            ),
            written => format!("`{written}` {what}"),
        };
        Box::new(Diagnostic::new(&codes::CORRECTION_NOT_READ, place, message).help(help))
    }
}

fn without_column(table: &RawTable, name: &str) -> Diagnostic {
    let message = format!("the file of corrections has no column `{name}`");
    Diagnostic::new(&codes::CORRECTION_NOT_READ, table.line(table.header_row), message)
        .help(format!("its columns are {}", COLUMNS.map(|name| format!("`{name}`")).join(", ")))
}

/// A line about an edition that was not published: nothing is frozen there.
fn needless(place: Place, one: &Correction) -> Diagnostic {
    let name = Register::builtin().name_of(one.municipality);
    let message =
        format!("{name}: edition {} is not `published`, so that it needs no correction", one.wave);
    Diagnostic::new(&codes::CORRECTION_NEEDLESS, place, message).help(
        "change the answers themselves; or name the copy of what was published, as `published` of that wave",
    )
}
