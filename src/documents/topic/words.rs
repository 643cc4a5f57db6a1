//! What a report template may say about a question.

use std::cmp::Reverse;

use minijinja::{Value, context};

use super::{Topic, tied_with};
use crate::charts::HouseStyle;
use crate::disclosure::{FigureView, Group};
use crate::documents::response::response_number;
use crate::documents::values::{asked, change_value, share_values};
use crate::language::{Exact, Number, Participants, Wording, base_in_words, wording};
use crate::questionnaire::{FigureForm, ItemIndex, RowIndex};
use crate::templates::Drawing;

impl Topic<'_> {
    /// Everything that a report template may say about the question.
    pub(in crate::documents) fn value(&self, style: &HouseStyle) -> Value {
        let wave = self.edition.wave;
        let first_row = self.question.rows_in(wave).first().copied().flatten();
        let table = self.table(wave, first_row, Group::National);
        let drawn = |chart| Value::from(Drawing::of(&chart, style));
        let unit = self.edition.unit();
        context! {
            id => &self.question.id,
            titel => self.heading(),
            onderwerp => asked(&self.question.title),
            vraag => asked(self.question.text_in(wave)),
            soort => self.kind_word(),
            eenheid => context! { een => unit.one, meer => unit.many },
            sleutel => self.question.key,
            basis => table.as_ref().and_then(base_in_words),
            noot => self.question.note.as_deref().map(asked),
            nieuw => self.first_time(),
            reden => self.reason(),
            kop => self.head(),
            leden => self.parts(),
            andere => self.others(),
            uitersten => self.extremes(),
            rij_toen => self.top_row_before(),
            beweging => self.mover(),
            bovenaan => self.top_before(),
            gerouteerd => !self.question.applies_if.is_empty(),
            meer_antwoorden => self.question.several(),
            figuur => self.report_chart().map(drawn),
            figuur_toen => self.ranking_before().map(drawn),
            figuur_rijen => self.rows_chart().map(drawn),
            raster => self.grid(),
            rechts => self.beside_label().map(asked),
            paneelregel => self.panel_line(),
            eerdere_jaren => self.not_asked_line(),
            vorig_merk => self.marked_wave().map(|wave| wave.0),
            bereik => self.has_ranges(),
            bereik_toen => self.has_ranges_before(),
        }
    }

    fn first_time(&self) -> bool {
        self.question.waves.first() == Some(&self.edition.wave) && self.edition.waves().len() > 1
    }

    /// The newest break since the question was first asked: why earlier waves are left out.
    fn reason(&self) -> Option<Value> {
        let earlier = self.asked_waves_before();
        let found = self.question.break_between(*earlier.last()?, self.edition.wave)?;
        let last = earlier.iter().find(|wave| **wave < found.wave)?;
        let kept = self.kept(*last);
        Some(context! {
            jaar => last.0,
            eerder => earlier.iter().any(|wave| wave < last),
            deels => !kept.is_empty(),
            tekst => asked(&found.reason),
        })
    }

    /// The items of this edition that may be compared with a wave.
    pub(super) fn kept(&self, wave: crate::questionnaire::Wave) -> Vec<ItemIndex> {
        let items = self.question.items_in(self.edition.wave).map(|(item, _)| item);
        items.filter(|item| self.comparable(*item, wave)).collect()
    }

    /// The subject: share now, in the wave before, in the panel.
    fn head(&self) -> Option<Value> {
        if !self.question.rows.is_empty() {
            return None;
        }
        let item = self.subject()?;
        let exact = self.exact(None, item)?;
        Some(context! {
            label => asked(self.label(item)),
            labels => self.quoted_ties(item, exact),
            bewering => self.claim().map(|(_, exact, claim)| {
                asked(if exact.share().count() == 1 { &claim.one } else { &claim.many })
            }),
            groep => exact.part(self.edition.unit()),
            eerder => self.earlier(None, item),
            paneel => self.panel_words(None, item),
            ..share_values(exact),
        })
    }

    /// The subject in quotation marks, with the options that were chosen as often.
    fn quoted_ties(&self, item: ItemIndex, exact: Exact) -> Wording {
        let ties = tied_with(&self.ranked(self.edition.wave), exact);
        let items = if ties.contains(&item) { ties } else { vec![item] };
        quoted(items.into_iter().map(|item| self.label(item)))
    }

    /// The same item in the most recent earlier wave where it may be compared.
    fn earlier(&self, row: Option<RowIndex>, item: ItemIndex) -> Option<Value> {
        let (wave, exact) = self.asked_waves_before().into_iter().find_map(|wave| {
            if !self.comparable(item, wave) {
                return None;
            }
            let [then] = self.question.counterparts(item, wave)[..] else { return None };
            let exact = Exact::of(self.table(wave, row, Group::National)?.figure(then)?)?;
            Some((wave, exact))
        })?;
        Some(context! { jaar => wave.0, ..share_values(exact) })
    }

    /// The same municipalities in this edition and the wave before.
    fn panel_words(&self, row: Option<RowIndex>, item: ItemIndex) -> Option<Value> {
        let panel = self.panel()?;
        let change = self.reading.change(panel, self.index, row, item)?;
        Some(change_value(panel, &change))
    }

    /// The answers that the subject takes together, when they are several: largest first.
    fn parts(&self) -> Vec<Value> {
        match self.subject().map(|item| self.asked_members(item)) {
            Some(members) if members.len() > 1 => self.answers(|item| members.contains(&item)),
            _ => Vec::new(),
        }
    }

    /// The answers beside the subject and what it takes together, largest first.
    fn others(&self) -> Vec<Value> {
        let Some(subject) = self.subject() else { return Vec::new() };
        let members = self.asked_members(subject);
        let ties = self.exact(None, subject);
        let ties = ties.map(|exact| tied_with(&self.ranked(self.edition.wave), exact));
        let told = ties.filter(|ties| ties.contains(&subject)).unwrap_or_else(|| vec![subject]);
        self.answers(|item| !told.contains(&item) && !members.contains(&item))
    }

    /// Options of this edition that were chosen, as short as can be; largest first. A withheld
    /// one is left out.
    fn answers(&self, wanted: impl Fn(ItemIndex) -> bool) -> Vec<Value> {
        if !self.question.rows.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(u32, ItemIndex, Wording)> = Vec::new();
        for (item, _) in self.question.options_in(self.edition.wave) {
            let Some(figure) = self.national(None, item).filter(|_| wanted(item)) else { continue };
            let number = Number::from(figure);
            match (number.view(), number.exact()) {
                (FigureView::Exact(share), Some(exact)) if share.count() > 0 => {
                    found.push((share.count(), item, exact.percent_or_count()));
                }
                (FigureView::Range { low, .. }, _) => found.push((low, item, number.in_cell())),
                _ => {}
            }
        }
        found.sort_by_key(|(count, item, _)| (Reverse(*count), *item));
        let value = |(_, item, words): (u32, ItemIndex, Wording)| {
            context! {
                label => asked(self.label(item)),
                waarde => words,
                eerder => self.earlier(None, item),
            }
        };
        found.into_iter().map(value).collect()
    }

    /// For a matrix: the rows with the largest and smallest share of the first option, all of
    /// them when it is a tie.
    pub(super) fn extremes(&self) -> Option<Value> {
        let (_, option) = self.question.options_in(self.edition.wave).next()?;
        let shares = self.shares_of_first();
        let (most, least) = (shares.first()?.1, shares.last()?.1);
        let group = |exact: Exact| {
            let rows = tied_with(&shares, exact);
            context! {
                labels => quoted(rows.iter().map(|row| self.row_label(*row))),
                ..share_values(exact),
            }
        };
        let fewer = tied_with(&shares, most).len() < shares.len();
        let least = fewer.then(|| group(least));
        Some(context! {
            optie => asked(option.label_in(self.edition.wave)),
            meest => group(most),
            minst => least,
        })
    }

    /// For a matrix: what the row with the largest share had in the wave before.
    pub(super) fn top_row_before(&self) -> Option<Value> {
        let wave = self.rows_wave()?;
        let (item, _) = self.question.options_in(self.edition.wave).next()?;
        let (row, _) = *self.shares_of_first().first()?;
        Some(context! {
            jaar => wave.0,
            label => asked(self.row_label(row)),
            eerder => self.earlier(Some(row), item)?,
        })
    }

    /// The largest movement in the panel, over all rows and options, when it is not small.
    fn mover(&self) -> Option<Value> {
        let panel = self.panel()?;
        let wave = self.edition.wave;
        let rows = self.question.rows_in(wave);
        let candidates = rows.into_iter().flat_map(|row| {
            self.question.options_in(wave).filter_map(move |(item, _)| {
                let change = self.reading.change(panel, self.index, row, item)?;
                (!change.is_small()).then_some((row, item, change))
            })
        });
        let (row, item, change) = candidates.max_by_key(|(row, item, change)| {
            (change.points.rounded().abs(), Reverse((*row, *item)))
        })?;
        Some(context! {
            rij => row.map(|row| asked(self.row_label(row))),
            optie => asked(self.label(item)),
            verandering => change_value(panel, &change),
        })
    }

    /// For a ranking: what stood first in the wave before, where all of it may be compared.
    fn top_before(&self) -> Option<Value> {
        let wave = self.marked_wave().filter(|_| self.question.figure == FigureForm::Ranking)?;
        let then = self.ranked(wave);
        let first = then.first()?.1;
        let ties = tied_with(&then, first);
        let now =
            tied_with(&self.ranked(self.edition.wave), self.ranked(self.edition.wave).first()?.1);
        let quoted = quoted(ties.iter().map(|item| self.question.at(*item).label_in(wave)));
        Some(context! {
            jaar => wave.0,
            vraag => asked(self.question.text_in(wave)),
            labels => quoted,
            anders => ties != now,
            ..share_values(first),
        })
    }

    /// The line under a figure with panel rows.
    fn panel_line(&self) -> Option<Value> {
        if self.question.figure != FigureForm::YearRows {
            return None;
        }
        let panel = self.panel()?;
        if !self.columns_comparable(panel.earlier) {
            return None;
        }
        let [before, now] =
            [panel.earlier, panel.later].map(|wave| self.table(wave, None, Group::Panel(panel)));
        let (before, now) = (before?, now?);
        let all = self.reading.participation();
        let both = Participants::Both;
        Some(context! {
            van_jaar => panel.earlier.0,
            naar_jaar => panel.later.0,
            omvang => response_number(all, panel.later, both)?.count(),
            n => base_in_words(&before).and(base_in_words(&now)),
        })
    }

    /// Waves since the first comparable one in which the question was not asked.
    fn not_asked_line(&self) -> Vec<u16> {
        if self.question.figure != FigureForm::YearRows {
            return Vec::new();
        }
        let Some(first) = self.figure_waves().last().copied() else { return Vec::new() };
        let mut waves: Vec<_> = self
            .edition
            .waves()
            .into_iter()
            .filter(|wave| *wave > first && !self.question.asked_in(*wave))
            .map(|wave| wave.0)
            .collect();
        waves.reverse();
        waves
    }
}

/// `‘a’, ‘b’ en ‘c’`.
fn quoted<'t>(labels: impl Iterator<Item = &'t str>) -> Wording {
    Wording::list(labels.map(|label| wording!["‘", Wording::asked(label), "’"]))
}
