//! The released figures that a printed number can be, and who is behind them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::evidence::{Evidence, narrow};
use super::{Search, named, province_names, rounding};
use crate::disclosure::{
    Audience, FigureView, Group, Panel, Reading, ReleasedTable, Share, TableKey, Unprotected,
};
use crate::language::size_in_words;
use crate::proofreading::Mention;
use crate::questionnaire::{ItemIndex, PanelRule, Question, QuestionIndex, Wave};
use crate::register::{Landsdeel, MunicipalityCode, Register};
use crate::statistics::tabulate_one;

/// A released figure.
#[derive(Debug, Clone, Serialize)]
pub struct Source {
    /// Id of the question.
    pub question: String,
    /// The question as it was asked in the wave.
    pub text: String,
    /// Code of the row of a matrix.
    pub row: Option<String>,
    /// Code of the option, band or net; none when the number is the base itself.
    pub option: Option<String>,
    /// The label of the option.
    pub label: Option<String>,
    /// The wave that is counted.
    pub wave: u16,
    /// `national`, `province:PV23` or `panel:2022-2023`.
    pub group: String,
    /// How many chose it.
    pub count: Option<u32>,
    /// How many validly answered.
    pub base: Option<u32>,
    /// The exact fraction with the rounding, as in `100 x 153 / 172 = 88.95, rounded 89`.
    pub rounding: Option<String>,
    /// `exact`, `range` or `withheld`, with what that means.
    pub protection: String,
    /// Municipalities behind the count, for the bureau only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub respondents: Option<Vec<String>>,
}

/// A released figure, or (without item) the base of a table.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'a> {
    key: TableKey,
    table: &'a ReleasedTable,
    item: Option<ItemIndex>,
}

impl Candidate<'_> {
    /// Whether this is the same figure.
    pub(super) fn is(&self, other: &Candidate) -> bool {
        (self.key, self.item) == (other.key, other.item)
    }

    fn share(&self) -> Option<Share> {
        self.item.and_then(|item| self.table.figure(item)?.exact())
    }
}

impl<'a> Search<'a> {
    /// Released figures with these numbers to which all applies that is known.
    pub(super) fn fitting(
        &self,
        questions: &[QuestionIndex],
        evidence: &Evidence,
    ) -> Vec<Candidate<'a>> {
        let mut found = self.with_these_numbers(questions, evidence);
        let item = |candidate: &Candidate| {
            let question = self.question(candidate);
            candidate.item.map(|item| (question.at(item), candidate.key.wave))
        };
        if let Some(code) = evidence.known("optie_code") {
            narrow(&mut found, |c| item(c).is_some_and(|(item, _)| item.code == code));
        }
        if let Some(label) = evidence.known("label") {
            narrow(&mut found, |c| {
                item(c).is_some_and(|(item, wave)| item.label_in(wave) == label)
            });
        }
        self.narrow_to_cell(&mut found, evidence);
        self.narrow_to_sentence(&mut found, evidence);
        self.narrow_to_siblings(&mut found, evidence);
        self.narrow_to_group(&mut found, evidence);
        self.narrow_to_wave(&mut found, evidence);
        found
    }

    fn with_these_numbers(
        &self,
        questions: &[QuestionIndex],
        evidence: &Evidence,
    ) -> Vec<Candidate<'a>> {
        let mention = evidence.mention;
        let mut found = Vec::new();
        for (key, table) in self.tables(questions) {
            if !evidence.is_base() {
                let fits = table.iter().filter(|(item, figure)| match mention.points {
                    Some(points) => self.moved(key, *item, points),
                    None => is_it(figure.view(), mention),
                });
                found.extend(fits.map(|(item, _)| Candidate { key, table, item: Some(item) }));
            }
        }
        if !found.is_empty() || mention.percent.is_some() || mention.size.is_some() {
            return found;
        }
        let number = mention.base.or(mention.count);
        let bases = self.tables(questions).into_iter();
        bases
            .filter(|(_, table)| number.is_some() && table.base().map(u64::from) == number)
            .map(|(key, table)| Candidate { key, table, item: None })
            .collect()
    }

    /// Whether the item of a panel's table moved by these points.
    fn moved(&self, key: TableKey, item: ItemIndex, points: u64) -> bool {
        let Group::Panel(panel) = key.group else { return false };
        let reading = self.reading();
        let change = reading.change(panel, key.question, key.row, item);
        change.is_some_and(|change| u64::from(change.points.rounded().unsigned_abs()) == points)
    }

    fn reading(&self) -> Reading<'a> {
        self.prepared.publication.reading(self.edition.questionnaire, Audience::Public)
    }

    fn question(&self, candidate: &Candidate) -> &'a Question {
        self.edition.questionnaire.question(candidate.key.question)
    }

    /// By the row and column of a table: they name options, rows of a matrix, or the wave.
    fn narrow_to_cell(&self, found: &mut Vec<Candidate<'a>>, evidence: &Evidence) {
        let now = self.edition.wave;
        if let Some(row) = evidence.known("rij") {
            narrow(found, |c| {
                c.key.row.is_some_and(|index| {
                    let own = self.question(c).row(index);
                    own.code == row || own.label_in(now) == row
                })
            });
        }
        narrow(found, |c| {
            let own = c.key.row.map(|index| self.question(c).row(index).label_in(now));
            own.is_some_and(|own| evidence.scope.iter().any(|name| name == own))
        });
        let Some(cell) = evidence.cell else { return };
        narrow(found, |c| {
            let label = |row| self.question(c).row(row).label_in(now);
            c.key.row.is_some_and(|row| label(row) == cell.row)
        });
        let named = [cell.row.as_str(), cell.column.as_str()];
        narrow(found, |c| {
            let question = self.question(c);
            c.item.is_some_and(|item| {
                let counterparts = question.counterparts(item, now);
                let here = counterparts.first().copied().unwrap_or(item);
                named.contains(&question.at(here).label_in(now))
            })
        });
    }

    /// By what a description says before the number: the row of a matrix, then the option,
    /// which must be named there, or where the sentence says what it is about.
    fn narrow_to_sentence(&self, found: &mut Vec<Candidate<'a>>, evidence: &Evidence) {
        if evidence.clause.is_empty() {
            return;
        }
        let ends = |text: &str, name: &str| Some((text.rfind(name)? + name.len(), name.len()));
        let row = |c: &Candidate| {
            ends(evidence.clause, self.question(c).row(c.key.row?).label_in(self.edition.wave))
        };
        let option_in = |text: &str, c: &Candidate| {
            let item = self.question(c).at(c.item?);
            ends(text, &item.short).max(ends(text, item.label_in(c.key.wave)))
        };
        let here = found.iter().any(|c| option_in(evidence.clause, c).is_some());
        let option =
            |c: &Candidate| option_in(if here { evidence.clause } else { evidence.opening }, c);
        let last_row = found.iter().filter_map(row).max();
        narrow(found, |c| last_row.is_some() && row(c) == last_row);
        let last_option = found.iter().filter_map(option).max();
        found.retain(|c| c.item.is_none() || (last_option.is_some() && option(c) == last_option));
    }

    /// By the numbers that the material holds beside this one.
    fn narrow_to_siblings(&self, found: &mut Vec<Candidate<'a>>, evidence: &Evidence) {
        let before = evidence.field().starts_with("vorig") || evidence.field() == "was";
        let number = |key: &str| evidence.known(key)?.parse::<u32>().ok();
        if let (Some(count), Some(base), false) = (number("aantal"), number("basis"), before) {
            narrow(found, |c| {
                c.share().is_some_and(|share| (share.count(), share.base()) == (count, base))
            });
        }
        if let (Some(from), Some(to), Some(base)) = (number("van"), number("naar"), number("n")) {
            narrow(found, |c| {
                let Group::Panel(panel) = c.key.group else { return false };
                let count = if c.key.wave == panel.earlier { from } else { to };
                c.share().is_some_and(|share| (share.count(), share.base()) == (count, base))
            });
        }
    }

    /// By who is counted: a panel, an area that is named, else the nation.
    fn narrow_to_group(&self, found: &mut Vec<Candidate<'a>>, evidence: &Evidence) {
        let register = Register::builtin();
        let panel = evidence.in_panel();
        let own = self.query.job.reader.municipality().and_then(|code| register.get(code));
        let own = own.map(|municipality| municipality.province);
        let own = own.filter(|_| evidence.field().starts_with("provincie"));
        let part = |part: Landsdeel| format!("Landsdeel {part}");
        let parts = [Landsdeel::Noord, Landsdeel::Oost, Landsdeel::West, Landsdeel::Zuid].map(part);
        let areas = parts.iter().map(String::as_str).chain(province_names());
        let area = evidence.last_named(areas);
        narrow(found, |c| match c.key.group {
            Group::National => !panel && area.is_none() && own.is_none(),
            Group::Panel(_) => panel,
            Group::Province(code) => {
                own == Some(code) || area == Some(register.province(code).name)
            }
            Group::Landsdeel(landsdeel) => area == Some(part(landsdeel).as_str()),
        });
    }

    /// By the wave that is named; else this edition, or the side of the panel that is printed.
    fn narrow_to_wave(&self, found: &mut Vec<Candidate<'a>>, evidence: &Evidence) {
        let year = |key: &str| evidence.known(key)?.parse().ok().map(Wave);
        let now = year("naar_jaar").or_else(|| year("jaar")).unwrap_or(self.edition.wave);
        let field = evidence.field();
        if field.starts_with("vorig") || field == "was" {
            narrow(found, |c| c.key.wave < now);
            let last = found.iter().map(|c| c.key.wave).max();
            narrow(found, |c| Some(c.key.wave) == last);
            return;
        }
        let wave = evidence.wave().unwrap_or(now);
        let later = evidence.later_wave().unwrap_or(self.edition.wave);
        narrow(found, |c| match (c.key.group, field) {
            (Group::Panel(panel), "van") => panel.later == now && c.key.wave == panel.earlier,
            (Group::Panel(panel), "verschil" | "zin") => panel.later == now,
            (Group::Panel(panel), "naar" | "n") => panel.later == now && c.key.wave == now,
            (Group::Panel(panel), _) => panel.later == later && c.key.wave == wave,
            _ => c.key.wave == wave,
        });
    }

    /// Tables of the questions that this document can show, in a fixed order.
    fn tables(&self, questions: &[QuestionIndex]) -> BTreeMap<TableKey, &'a ReleasedTable> {
        let register = Register::builtin();
        let own = self.query.job.reader.municipality().and_then(|code| register.get(code));
        let province = own.map(|municipality| municipality.province);
        let shown = |key: &TableKey| match key.group {
            Group::National | Group::Panel(_) => true,
            Group::Province(code) => province.is_none_or(|own| own == code),
            Group::Landsdeel(part) => {
                province.is_none_or(|own| register.province(own).landsdeel == part)
            }
        };
        let all = self.prepared.publication.tables();
        all.filter(|(key, _)| questions.contains(&key.question) && key.wave <= self.edition.wave)
            .filter(|(key, _)| shown(key))
            .map(|(key, table)| (*key, table))
            .collect()
    }

    /// All that is said about a figure.
    pub(super) fn source(&self, candidate: &Candidate) -> Source {
        let Candidate { key, table, item } = *candidate;
        let question = self.question(candidate);
        let view = item.and_then(|item| table.figure(item)).map(|figure| figure.view());
        let share = candidate.share();
        let option = item.map(|item| question.at(item));
        let bureau = self.bureau.map(|bureau| self.respondents(bureau, &key, item));
        Source {
            question: question.id.clone(),
            text: question.text_in(key.wave).to_owned(),
            row: key.row.map(|row| question.row(row).code.clone()),
            option: option.map(|option| option.code.clone()),
            label: option.map(|option| option.label_in(key.wave).to_owned()),
            wave: key.wave.0,
            group: key.group.to_string(),
            count: share.map(Share::count),
            base: table.base(),
            rounding: share.map(rounding),
            protection: protection(view, table),
            respondents: bureau,
        }
    }

    /// Who is behind a count (or, without an item, behind a base), by name.
    fn respondents(
        &self,
        bureau: &Unprotected,
        key: &TableKey,
        item: Option<ItemIndex>,
    ) -> Vec<String> {
        let Some(data) = bureau.dataset.waves.get(&key.wave) else { return Vec::new() };
        let codes =
            data.responses.keys().copied().filter(|code| self.is_member(bureau, key, *code));
        let chose = |code: &MunicipalityCode| {
            let table = self.own_table(bureau, key, key.wave, *code);
            table.is_some_and(|table| item.is_none_or(|item| table.count(item) > 0))
        };
        codes.filter(chose).map(named).collect()
    }

    /// The answer of one municipality to a question (row), as a table of one.
    fn own_table(
        &self,
        bureau: &Unprotected,
        key: &TableKey,
        wave: Wave,
        code: MunicipalityCode,
    ) -> Option<crate::statistics::Table> {
        let response = bureau.dataset.waves.get(&wave)?.responses.get(&code)?;
        let mut tables = tabulate_one(self.edition.questionnaire, response);
        tables.remove(&(key.question, key.row))
    }

    fn is_member(&self, bureau: &Unprotected, key: &TableKey, code: MunicipalityCode) -> bool {
        let register = Register::builtin();
        let province = register.get(code).map(|found| register.province(found.province));
        match key.group {
            Group::National => true,
            Group::Province(own) => province.is_some_and(|found| found.code == own),
            Group::Landsdeel(part) => province.is_some_and(|found| found.landsdeel == part),
            Group::Panel(panel) => self.in_panel(bureau, key, panel, code),
        }
    }

    fn in_panel(
        &self,
        bureau: &Unprotected,
        key: &TableKey,
        panel: Panel,
        code: MunicipalityCode,
    ) -> bool {
        let waves = [panel.earlier, panel.later];
        let took_part = |wave: &Wave| {
            let data = bureau.dataset.waves.get(wave);
            data.is_some_and(|data| data.responses.contains_key(&code))
        };
        let valid = |wave: &Wave| self.own_table(bureau, key, *wave, code).is_some();
        self.same_entity(code, panel.earlier, panel.later)
            && waves.iter().all(took_part)
            && (self.edition.questionnaire.panel == PanelRule::Unit || waves.iter().all(valid))
    }
}

/// Whether a figure shows what was printed.
fn is_it(view: FigureView, mention: &Mention) -> bool {
    let same = |printed: Option<u64>, number: u32| printed.is_none_or(|p| p == u64::from(number));
    match (view, &mention.size) {
        (FigureView::Exact(share), Some(size)) => {
            let words = size_in_words(share);
            words.is_some_and(|words| size.strip_suffix(" gemeenten").unwrap_or(size) == words)
        }
        (FigureView::Exact(share), None) => {
            mention.high.is_none()
                && same(mention.count, share.count())
                && same(mention.base, share.base())
                && same(mention.percent, share.percent())
        }
        (FigureView::Range { low, high, base }, None) => match mention.high {
            Some(printed) => same(mention.count, low) && printed == u64::from(high),
            None => {
                (same(mention.count, low) || same(mention.count, high))
                    && mention.count.is_some()
                    && mention.percent.is_none()
                    && same(mention.base, base)
            }
        },
        (FigureView::Range { .. } | FigureView::Withheld(_), _) => false,
    }
}

fn protection(view: Option<FigureView>, table: &ReleasedTable) -> String {
    match (view, table.withheld()) {
        (Some(FigureView::Withheld(reason)), _) | (None, Some(reason)) => {
            format!("withheld ({})", reason.word())
        }
        (Some(FigureView::Range { low, high, .. }), _) => {
            format!(
                "range: {low} up to and including {high}, so that it tells nothing of one municipality"
            )
        }
        _ => "exact".to_owned(),
    }
}
