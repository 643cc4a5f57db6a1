//! The factsheet of one municipality: what it does and what changed, beside all participants and
//! its area.

mod blocks;

use minijinja::{Value, context};

use super::choice::{self, Changed, Ticked, Unlike};
use super::compared::Compared;
use super::kind::{Content, Filling, Form, Format, Kind, Readers, Source, Template};
use super::rows::{Row, rows};
use super::sheet::Sheet;
use super::values::{asked, of_project, survey};
use super::{Edition, printed_name, reader_of};
use crate::charts::{AltText, Chart, Extent, Square, YEAR_PITCH};
use crate::disclosure::{Audience, Group};
use crate::language::{Exact, Number, Wording, bases_in_words, instead_of_answer, wording};
use crate::project::{ContextArea, ContextColumn};
use crate::questionnaire::{Section, Wave};
use crate::register::Municipality;
use crate::templates::{Drawing, TypstMarkup};

/// Width of the bar of one share, in tenths of a point.
const SHARE_WIDTH: u32 = 595;
/// A longer name is not the subject of sentences.
const LONG_NAME: usize = 20;

const TEMPLATE: Template = Template {
    name: "factsheet.typ",
    source: include_str!("../../report-templates/factsheet.typ"),
};

/// What is known of it.
pub(super) static KIND: Kind = Kind {
    name: "factsheet",
    counted: ("factsheet", "factsheets"),
    about: "at most two pages, to publish if it likes",
    readers: Readers::EachRespondent,
    of_edition: true,
    pages: Some(2),
    least_text: 85,
    shows_every_question: false,
    always_made: false,
    template: Some(TEMPLATE),
    forms: &[Form { format: Format::Pdf, schema: None, content: Source::Released(content) }],
};

fn content(edition: &Edition, audience: Audience) -> Content {
    Content::Typst(Filling {
        template: "factsheet.typ",
        values: context(edition, reader_of(edition, audience)),
    })
}

/// Everything that the factsheet's template may say.
fn context(edition: &Edition, municipality: &Municipality) -> Value {
    let mut sheet = Sheet::in_colour(edition, municipality);
    let rows = rows(edition, &sheet.reading);
    let hidden = sheet.drop_hidden_area(&rows);
    let (changes, more) = choice::changed(edition, &sheet.reading, &rows);
    let unlike = choice::unlike_most(edition, &sheet.reading, &rows);
    let headline = choice::headline(edition, &sheet.reading, &rows, &changes);
    let years = sheet.years();
    let sections = sheet.table(&rows, &years);
    let answered = rows.iter().filter(|row| row.chosen.is_some()).count();
    context! {
        wie => sheet.subject(LONG_NAME),
        kop => headline,
        context => sheet.context(),
        anders_zeker => choice::shared_by_most(&sheet.reading, &rows),
        anders => unlike.iter().map(unlike_value).collect::<Vec<_>>(),
        veranderd => changes.iter().map(changed_value).collect::<Vec<_>>(),
        meer_veranderd => (more > 0).then(|| survey(more)),
        eerste_keer => years.len() < 2,
        rangvraag => sheet.challenges(),
        jaren => years.iter().map(|wave| short_year(*wave)).collect::<Vec<_>>(),
        jaarbreedte => Value::from(TypstMarkup::length(YEAR_PITCH)),
        jarenbreedte => Value::from(TypstMarkup::length(YEAR_PITCH * u32::try_from(years.len()).unwrap_or(1))),
        // The head is a row too.
        regelaantal => Value::from(TypstMarkup::number(rows.len() + sections.len() + 1)),
        ten_dele => sheet.has_halves(&rows, &years),
        onderdelen => sections,
        gebied_verborgen => hidden.map(|compared| compared.within),
        basis => sheet.bases(&rows),
        beantwoorde_vragen => survey(answered),
        hoofdvragen => survey(rows.len()),
        alles_beantwoord => answered == rows.len(),
        blokken => sheet.blocks(),
        verdelingen => sheet.distributions(),
        ..sheet.values()
    }
}

/// A year in two digits, as the head of a narrow column.
fn short_year(wave: Wave) -> Wording {
    Wording::year(wave.0).map(|year| year[year.len().saturating_sub(2)..].to_owned())
}

fn unlike_value(one: &Unlike) -> Value {
    context! {
        tekst => one.text.clone(),
        procent => one.share.percent_or_count(),
        tot => one.up_to.map(|share| share.percent_or_count()),
    }
}

fn changed_value(one: &Changed) -> Value {
    context! {
        tekst => one.text.clone(),
        was => one.was.clone(),
        jaar => Wording::year(one.wave.0),
    }
}

impl Sheet<'_> {
    /// An area of which no row of the table may be shown is left out; it is given back to be told.
    fn drop_hidden_area(&mut self, rows: &[Row]) -> Option<Compared> {
        let group = self.compared.as_ref()?.group;
        let seen = |row: &Row| {
            let number =
                row.same(&self.reading, group).or_else(|| row.who_do(&self.reading, group));
            number.and_then(Number::in_few_words).is_some()
        };
        if rows.iter().any(seen) { None } else { self.compared.take() }
    }

    /// Figures from elsewhere: each of the nearest area that has one, with those of the others.
    fn context(&self) -> Vec<Value> {
        let (Some(context), Some(material)) = (self.edition.context, &self.edition.project.context)
        else {
            return Vec::new();
        };
        let areas = [
            (ContextArea::Municipality(self.municipality.code), printed_name(self.municipality)),
            (ContextArea::Province(self.province.code), self.province.in_text()),
            (ContextArea::Country, "Nederland".to_owned()),
        ];
        let value = |(place, column): (usize, &ContextColumn)| {
            let figures = areas.iter().filter_map(|(area, name)| {
                let number = context.figure(*area, place)?;
                Some((Wording::of_project(&format!("{number}{}", column.unit)), name))
            });
            let mut figures = figures;
            let (number, area) = figures.next()?;
            let others = figures.map(|(number, area)| wording![area.as_str(), " ", number]);
            Some(context! {
                getal => number,
                gebied => area,
                naam => of_project(&column.label),
                anderen => Wording::list(others),
                bron => of_project(&column.source),
                jaar => Wording::year(column.year),
            })
        };
        material.columns.iter().enumerate().filter_map(value).collect()
    }

    /// The years from the first own participation on, oldest first.
    pub(super) fn years(&self) -> Vec<Wave> {
        let mut waves = self.edition.waves();
        waves.reverse();
        let first = waves.iter().position(|wave| self.reading.took_part(*wave));
        waves.split_off(first.unwrap_or(waves.len().saturating_sub(1)))
    }

    /// Rows of the key questions under the sections of the questionnaire.
    fn table(&self, rows: &[Row], years: &[Wave]) -> Vec<Value> {
        let section = |(number, section): (usize, &Section)| {
            let own = rows.iter().filter(|row| row.question.section == number);
            let lines: Vec<_> = own.map(|row| self.line(row, years)).collect();
            let kind = section.kind.clone();
            (!lines.is_empty()).then(|| {
                context! {
                    soort => kind,
                    titel => asked(&section.title),
                    kort => asked(&section.short),
                    rijen => lines,
                }
            })
        };
        self.edition.questionnaire.sections.iter().enumerate().filter_map(section).collect()
    }

    fn line(&self, row: &Row, years: &[Wave]) -> Value {
        let same = row.same(&self.reading, Group::National);
        // Without an own answer the bar is of who do it.
        let nation = same.or_else(|| row.who_do(&self.reading, Group::National));
        let own = row.chosen.is_some();
        let area = |group| match own {
            true => row.same(&self.reading, group),
            false => row.who_do(&self.reading, group),
        };
        let area = self.compared.as_ref().map(|compared| area(compared.group));
        let notes = [
            row.note(self.edition, &self.reading).map(Wording::asked),
            row.before(self.edition, &self.reading)
                .filter(|before| !before.other_stance)
                .map(|before| wording![Wording::year(before.wave.0), ": ", before.was]),
        ];
        let notes: Vec<_> = notes.into_iter().flatten().collect();
        context! {
            id => &row.question.id,
            naam => asked(row.name()),
            jaren => self.strip(row, years),
            antwoord => row.answer(),
            zonder => instead_of_answer(&row.own),
            toelichting => (!notes.is_empty()).then(|| Wording::joined(notes, " · ")),
            balk => self.share_bar(nation, own),
            procent => nation.and_then(Number::exact).map(|exact| exact.percent_or_count()),
            bereik => nation.filter(|number| number.exact().is_none()).and_then(Number::in_few_words),
            gebied => area.flatten().and_then(Number::in_few_words),
        }
    }

    /// Whether any square is half full.
    fn has_halves(&self, rows: &[Row], years: &[Wave]) -> bool {
        let half =
            |row: &Row| years.iter().any(|year| row.square(&self.reading, *year) == Square::Half);
        rows.iter().any(half)
    }

    /// The squares of the years, with their words; `None` where no year has one.
    pub(super) fn strip(&self, row: &Row, years: &[Wave]) -> Option<Value> {
        let squares: Vec<_> = years.iter().map(|year| row.square(&self.reading, *year)).collect();
        let said = years.iter().zip(&squares).filter_map(|(year, square)| {
            Some(wording![Wording::year(year.0), " ", spoken(*square)?])
        });
        let said: Vec<_> = said.collect();
        if said.is_empty() {
            return None;
        }
        let alt = AltText::new(
            wording![asked_name(row), ":"],
            wording![Wording::joined(said, ", "), "."],
        )?;
        Some(self.drawn(&Chart::years(alt, squares)))
    }

    pub(super) fn share_bar(&self, number: Option<Number>, own: bool) -> Option<Value> {
        let number = number?;
        let whom = if own { "Eigen antwoord; alle deelnemers:" } else { "Alle deelnemers:" };
        let alt = AltText::new(whom, wording![number.spoken(), "."])?;
        Some(self.drawn(&Chart::share_bar(alt, SHARE_WIDTH, Some(Extent::from(number)), own)))
    }

    pub(super) fn drawn(&self, chart: &Chart) -> Value {
        Value::from(Drawing::of(chart, &self.style))
    }

    /// How many answered the key questions: one number, or the lowest and highest.
    fn bases(&self, rows: &[Row]) -> Option<Wording> {
        let table =
            |row: &Row| self.reading.table(self.edition.wave, row.index, None, Group::National);
        let tables: Vec<_> = rows.iter().filter_map(table).collect();
        bases_in_words(&tables)
    }

    /// The box of the first ranked question.
    fn challenges(&self) -> Option<Value> {
        let (index, question, ranked) = choice::ranked(self.edition, &self.reading)?;
        let label = |item| question.answer_in(item, self.edition.wave);
        let value = |tick: &Ticked| {
            let share = tick.exact().map(Exact::percent_or_count);
            context! { label => asked(label(tick.item)), procent => share }
        };
        let own = self.reading.own(self.edition.wave, index, None);
        let most = choice::ticked_most(&ranked);
        let names = most.iter().map(|(item, _)| Wording::asked(label(*item)));
        let most = most.first().map(|(_, share)| {
            context! {
                label => Wording::list(names),
                procent => share.percent_or_count(),
                elk => most.len() > 1,
            }
        });
        Some(context! {
            titel => asked(question.row_name()),
            eigen => choice::told_ticks(&ranked).map(value).collect::<Vec<_>>(),
            zonder => instead_of_answer(&own),
            vaakst => most,
        })
    }
}

fn asked_name(row: &Row) -> Wording {
    Wording::asked(row.name())
}

/// What a square says to who does not see it.
const fn spoken(square: Square) -> Option<&'static str> {
    match square {
        Square::Full => Some("ja"),
        Square::Half => Some("ten dele"),
        Square::Open => Some("nee"),
        Square::Dash => Some("geen antwoord"),
        Square::Blank => None,
    }
}
