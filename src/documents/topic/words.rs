//! What a report template may say about a question.

use std::cmp::Reverse;

use minijinja::{Value, context};

use super::Topic;
use crate::charts::HouseStyle;
use crate::disclosure::{Change, FigureView, Group};
use crate::documents::response::response_number;
use crate::documents::values::{asked, change_value, share_values};
use crate::language::{Exact, Number, Participants, Wording, base_in_words, wording};
use crate::questionnaire::{FigureForm, ItemIndex, NotComparable, RowIndex, Wave};
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
            titel_is_onderwerp => self.heading().to_string() == self.question.title,
            vraag => asked(self.question.text_in(wave)),
            soort => self.kind_word(),
            eenheid => context! { een => unit.one, meer => unit.many },
            sleutel => self.is_key(),
            basis => table.as_ref().and_then(base_in_words),
            noot => self.question.note.as_deref().map(asked),
            nieuw => self.first_time(),
            reden => self.reason(),
            kop => self.head(),
            meest => self.most_chosen(),
            leden => self.parts(),
            leden_afgerond => self.parts_are_rounded(),
            volgende => self.next(),
            andere => self.others(),
            uitersten => self.extremes(),
            rij_toen => self.top_row_before(),
            beweging => self.mover(),
            bovenaan => self.top_before(),
            gerouteerd => !self.question.applies_if.is_empty(),
            meer_antwoorden => self.question.several(),
            figuur => self.report_chart().map(drawn),
            toen => self.then(),
            anders_gevraagd => self.asked_otherwise(),
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
    pub(super) fn kept(&self, wave: Wave) -> Vec<ItemIndex> {
        let items = self.question.items_in(self.edition.wave).map(|(item, _)| item);
        items.filter(|item| self.comparable(*item, wave)).collect()
    }

    /// What the sentences begin with: the subject with its share, and with all that share its
    /// place where it was chosen most. The wave before and the panel are told of one answer
    /// alone.
    fn head(&self) -> Option<Value> {
        if !self.question.rows.is_empty() {
            return None;
        }
        let item = self.subject()?;
        let exact = self.exact(None, item)?;
        let told = self.told();
        let one = told.len() == 1;
        Some(context! {
            label => asked(self.label(item)),
            labels => quoted(told.iter().map(|item| self.label(*item))),
            opties => self.with_earlier(&told),
            bewering => self.claim().map(|(_, exact, claim)| {
                asked(if exact.share().count() == 1 { &claim.one } else { &claim.many })
            }),
            groep => exact.part(self.edition.unit()),
            in_woorden => exact.size().is_some(),
            eerder => one.then(|| self.earlier(None, item)),
            paneel => one.then(|| self.panel_words(None, item)),
            ..share_values(exact),
        })
    }

    /// The options that were chosen most; none where that is not certain.
    fn most_chosen(&self) -> Option<Value> {
        let leaders = self.leaders();
        let (first, exact) = *leaders.first()?;
        let items: Vec<_> = leaders.iter().map(|(item, _)| *item).collect();
        Some(context! {
            labels => quoted(items.iter().map(|item| self.label(*item))),
            opties => self.with_earlier(&items),
            eerder => (items.len() == 1).then(|| self.earlier(None, first)),
            ..share_values(exact),
        })
    }

    /// Each of these options with what it had in an earlier wave.
    fn with_earlier(&self, items: &[ItemIndex]) -> Vec<Value> {
        let value = |item: &ItemIndex| {
            context! { label => asked(self.label(*item)), eerder => self.earlier(None, *item) }
        };
        items.iter().map(value).collect()
    }

    /// The same item in the most recent earlier wave where it may be compared; whether both have
    /// a percentage to print side by side, and whether that is the same; in the words of that wave where these were
    /// others.
    fn earlier(&self, row: Option<RowIndex>, item: ItemIndex) -> Option<Value> {
        let (wave, then, exact) = self.asked_waves_before().into_iter().find_map(|wave| {
            if !self.comparable(item, wave) {
                return None;
            }
            let [then] = self.question.counterparts(item, wave)[..] else { return None };
            let exact = Exact::of(self.table(wave, row, Group::National)?.figure(then)?)?;
            Some((wave, then, exact))
        })?;
        let now = self.exact(row, item).and_then(Exact::percent);
        let label = self.question.at(then).label_in(wave);
        let both = now.clone().and(exact.percent()).is_some();
        Some(context! {
            jaar => wave.0,
            naast => both,
            zelfde => now.zip(exact.percent()).is_some_and(|(now, then)| now.number() == then.number()),
            toen => (label != self.label(item)).then(|| asked(label)),
            ..share_values(exact)
        })
    }

    /// The same municipalities in this edition and the wave before.
    fn panel_words(&self, row: Option<RowIndex>, item: ItemIndex) -> Option<Value> {
        let panel = self.panel()?;
        let change = self.reading.change(panel, self.index, row, item)?;
        Some(change_value(panel, &change))
    }

    /// All answers that the subject takes together, when they are several: largest first, those
    /// that are not shown last.
    fn parts(&self) -> Vec<Value> {
        let mut members = self.members();
        members.sort_by_key(|(item, number)| {
            let least = match number.view() {
                FigureView::Exact(share) => Some(share.count()),
                FigureView::Range { low, .. } => Some(low),
                FigureView::Withheld(_) => None,
            };
            (Reverse(least), *item)
        });
        let value = |(item, number): (ItemIndex, Number)| {
            let words = number.exact().map(Exact::percent_or_count);
            context! {
                label => asked(self.label(item)),
                waarde => words.unwrap_or_else(|| number.in_cell()),
                eerder => self.earlier(None, item),
            }
        };
        members.into_iter().map(value).collect()
    }

    /// The members of the subject, when it is a net of several, with their numbers.
    fn members(&self) -> Vec<(ItemIndex, Number)> {
        let members = self.subject().map(|item| self.asked_members(item)).unwrap_or_default();
        if members.len() < 2 || !self.question.rows.is_empty() {
            return Vec::new();
        }
        let number = |item| Some((item, Number::from(self.national(None, item)?)));
        members.into_iter().filter_map(number).collect()
    }

    /// Whether the percentages of the members, as they are printed, do not add up to that of the
    /// net they make.
    fn parts_are_rounded(&self) -> bool {
        if self.question.several() {
            return false;
        }
        let printed = |exact: Exact| exact.percent()?.number();
        let net = self.subject().and_then(|item| printed(self.exact(None, item)?));
        let members = self.members();
        let parts: Option<Vec<_>> =
            members.into_iter().map(|(_, number)| printed(number.exact()?)).collect();
        let parts = parts.filter(|parts| !parts.is_empty());
        net.zip(parts).is_some_and(|(net, parts)| parts.iter().sum::<i64>() != net)
    }

    /// The answers that follow on those chosen most, where the sentence begins with these: at
    /// least three, more when the last share their place.
    fn next(&self) -> Vec<Value> {
        const AT_LEAST: usize = 3;
        let told = self.told();
        let leaders: Vec<_> = self.leaders().into_iter().map(|(item, _)| item).collect();
        if !self.question.several() || leaders.is_empty() || told != leaders {
            return Vec::new();
        }
        let next = self.ranking(self.edition.wave, None).next(&told, AT_LEAST);
        let value = |(item, exact): (ItemIndex, Exact)| {
            context! {
                label => asked(self.label(item)),
                waarde => exact.percent_or_count(),
                eerder => self.earlier(None, item),
            }
        };
        next.into_iter().map(value).collect()
    }

    /// The answers beside the subject and what it takes together, largest first.
    fn others(&self) -> Vec<Value> {
        let Some(subject) = self.subject() else { return Vec::new() };
        let (told, members) = (self.told(), self.asked_members(subject));
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
    /// them when it is a tie; none where that is not certain.
    pub(super) fn extremes(&self) -> Option<Value> {
        let (_, option) = self.question.options_in(self.edition.wave).next()?;
        let ranking = self.rows_by_first();
        let (most, least) = (ranking.largest(), ranking.smallest());
        let names =
            |rows: &[(RowIndex, Exact)]| rows.iter().map(|(row, _)| *row).collect::<Vec<_>>();
        let least = if names(&least) == names(&most) { Vec::new() } else { least };
        Some(context! {
            optie => asked(option.label_in(self.edition.wave)),
            meest => self.rows_value(&most)?,
            minst => self.rows_value(&least),
        })
    }

    /// Rows that share a place, each with its number; whether that is the same for all.
    fn rows_value(&self, rows: &[(RowIndex, Exact)]) -> Option<Value> {
        let (_, first) = *rows.first()?;
        let each = rows.iter().map(|(row, exact)| {
            context! { label => asked(self.row_label(*row)), ..share_values(*exact) }
        });
        Some(context! {
            labels => quoted(rows.iter().map(|(row, _)| self.row_label(*row))),
            rijen => each.collect::<Vec<_>>(),
            gelijk => rows.iter().all(|(_, exact)| exact.share() == first.share()),
            ..share_values(first),
        })
    }

    /// For a matrix: what the rows with the largest share had in the wave before.
    pub(super) fn top_row_before(&self) -> Option<Value> {
        let wave = self.rows_wave()?;
        let (item, _) = self.question.options_in(self.edition.wave).next()?;
        let rows = self.rows_by_first().largest().into_iter().filter_map(|(row, _)| {
            let earlier = self.earlier(Some(row), item)?;
            Some(context! { label => asked(self.row_label(row)), eerder => earlier })
        });
        let rows: Vec<_> = rows.collect();
        (!rows.is_empty()).then(|| context! { jaar => wave.0, rijen => rows })
    }

    /// The largest movements in the panel, over all rows and options, when they are not small:
    /// all that moved as many points, up or down; none when these are more than a sentence
    /// holds. Of two options that together are everyone, the second says nothing new.
    fn mover(&self) -> Option<Value> {
        const AT_MOST: usize = 4;
        let panel = self.panel()?;
        let wave = self.edition.wave;
        let mut options: Vec<_> = self.question.options_in(wave).map(|(item, _)| item).collect();
        if options.len() == 2 && !self.question.several() {
            options.truncate(1);
        }
        let rows = self.question.rows_in(wave).into_iter();
        let moved = rows.flat_map(|row| options.iter().map(move |item| (row, *item)));
        let moved: Vec<_> = moved
            .filter_map(|(row, item)| {
                let change = self.reading.change(panel, self.index, row, item)?;
                (!change.is_small()).then_some((row, item, change))
            })
            .collect();
        let size = |change: &Change| change.points.rounded().abs();
        let most = moved.iter().map(|(.., change)| size(change)).max()?;
        let largest: Vec<_> =
            moved.into_iter().filter(|(.., change)| size(change) == most).collect();
        let bases = largest
            .iter()
            .map(|(.., change)| [change.earlier, change.later].map(|figure| figure.base()));
        let mut bases: Vec<_> = bases.flatten().collect();
        bases.dedup();
        let n = largest.first().and_then(|(.., change)| Number::from(change.later).base());
        let each = largest.iter().map(|(row, item, change)| {
            context! {
                rij => row.map(|row| asked(self.row_label(row))),
                optie => asked(self.label(*item)),
                ..change_value(panel, change)
            }
        });
        (largest.len() <= AT_MOST).then(|| {
            context! {
                van_jaar => panel.earlier.0,
                naar_jaar => panel.later.0,
                n => n.filter(|_| bases.len() == 1),
                gevallen => each.collect::<Vec<_>>(),
            }
        })
    }

    /// For a ranking: what stood first in the wave before, where that may be compared, and how
    /// it lies to what stands first now: `zelfde`, `anders` or `deels`.
    fn top_before(&self) -> Option<Value> {
        let wave = self.ranking_wave()?;
        let (now, then) = (self.leaders(), self.ranking(wave, None).largest());
        let (_, share) = *then.first()?;
        let items = || now.iter().chain(&then).map(|(item, _)| *item);
        let changed = |item| {
            let judged = self.question.comparable(item, wave, self.edition.wave);
            matches!(judged, Err(NotComparable::Changed(_)))
        };
        if now.is_empty() || items().any(changed) {
            return None;
        }
        let same: Vec<_> =
            now.iter().map(|(item, _)| self.question.counterparts(*item, wave)).collect();
        let found = |item: &ItemIndex| same.iter().any(|of| of.contains(item));
        let all = then.iter().all(|(item, _)| found(item));
        let relation = match then.iter().any(|(item, _)| found(item)) {
            false => "anders",
            true if all && same.len() == then.len() && same.iter().all(|of| of.len() == 1) => {
                "zelfde"
            }
            true => "deels",
        };
        Some(context! {
            jaar => wave.0,
            labels => quoted(then.iter().map(|(item, _)| self.question.at(*item).label_in(wave))),
            aantal_labels => then.len(),
            verhouding => relation,
            ..share_values(share),
        })
    }

    /// What is said of the drawing of the wave before.
    fn then(&self) -> Option<Value> {
        let wave = self.ranking_wave()?;
        let table = self.table(wave, None, Group::National);
        Some(context! {
            jaar => wave.0,
            vraag => asked(self.question.text_in(wave)),
            basis => table.as_ref().and_then(base_in_words),
        })
    }

    /// The newest earlier wave with which nothing forbids a comparison, and its words, where the
    /// question was put in others.
    fn asked_otherwise(&self) -> Option<Value> {
        let now = self.edition.wave;
        let earlier = *self.asked_waves_before().first()?;
        let text = self.question.text_in(earlier);
        let same = text == self.question.text_in(now);
        (!same && self.question.break_between(earlier, now).is_none())
            .then(|| context! { jaar => earlier.0, tekst => asked(text) })
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
