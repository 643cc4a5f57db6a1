//! One question for one reader: its figures in words, its drawing, what may be compared.

use std::cmp::Reverse;

use minijinja::{Value, context};

use super::Edition;
use crate::charts::{AltText, Bar, Chart, Extent, HouseStyle, Marker, OptionBar, Segment};
use crate::disclosure::{Change, Figure, FigureView, Group, Panel, Reading, ReleasedTable, Share};
use crate::language::{change_in_words, percent_of, size_in_words};
use crate::questionnaire::{
    Claim, FigureForm, ItemIndex, ItemKind, NotComparable, Question, QuestionIndex, QuestionKind,
    RowIndex, Wave,
};
use crate::typesetting::Drawing;

/// Width of a drawing in the report, in tenths of a point.
const REPORT_WIDTH: u32 = 4_420;

/// A question in an edition, as one reader sees it.
#[derive(Clone, Copy)]
pub(super) struct Topic<'a> {
    edition: &'a Edition<'a>,
    reading: Reading<'a>,
    index: QuestionIndex,
    question: &'a Question,
}

impl<'a> Topic<'a> {
    pub(super) fn new(
        edition: &'a Edition<'a>,
        reading: Reading<'a>,
        index: QuestionIndex,
    ) -> Self {
        Self { edition, reading, index, question: edition.questionnaire.question(index) }
    }

    pub(super) const fn question(&self) -> &'a Question {
        self.question
    }

    pub(super) fn table(
        &self,
        wave: Wave,
        row: Option<RowIndex>,
        group: Group,
    ) -> Option<&'a ReleasedTable> {
        self.reading.table(wave, self.index, row, group)
    }

    fn national(&self, row: Option<RowIndex>, item: ItemIndex) -> Option<Figure> {
        self.table(self.edition.wave, row, Group::National)?.figure(item)
    }

    /// The panel of this edition and the wave before it, when the question has one.
    fn panel(&self) -> Option<Panel> {
        let waves = self.edition.waves();
        let panel = Panel { earlier: *waves.get(1)?, later: *waves.first()? };
        let asked = self.question.asked_in(panel.earlier) && self.question.asked_in(panel.later);
        asked.then_some(panel)
    }

    /// Whether the item may be compared over all waves between the two.
    fn comparable(&self, item: ItemIndex, wave: Wave) -> bool {
        self.question.comparable(item, wave, self.edition.wave).is_ok()
    }

    /// The claimed item that most municipalities chose, with what is said about them.
    fn claim(&self) -> Option<(ItemIndex, Share, &'a Claim)> {
        let claims = self.question.claims.iter().filter_map(|(item, claim)| {
            let share = self.national(None, *item)?.exact()?;
            Some((*item, share, claim))
        });
        claims.max_by_key(|(item, share, _)| (share.count(), Reverse(*item)))
    }

    /// The heading: what was found, or the title of the question where nothing may be said.
    pub(super) fn heading(&self) -> String {
        if let Some((_, share, claim)) = self.claim() {
            let form = if is_plural(share) { &claim.many } else { &claim.one };
            return capitalised(&format!("{} {form}", group_phrase(share)));
        }
        let most = match &self.question.rows[..] {
            [] => self.ranked(None).first().map(|(item, _)| self.label(*item)),
            _ => self
                .shares_of_first()
                .first()
                .map(|(row, _)| self.question.row(*row).label_in(self.edition.wave)),
        };
        match (&self.question.headline, most) {
            (Some(headline), Some(most)) => headline.replacen("{}", &uncapitalised(most), 1),
            _ => self.question.title.clone(),
        }
    }

    /// The option that most municipalities chose.
    pub(super) fn largest(&self) -> Option<String> {
        self.ranked(None).first().map(|(item, _)| self.label(*item).to_owned())
    }

    /// The item that a sentence is about: a claimed one, the net of most options if there is one ("ja,
    /// samengenomen"), "ja" of yes and no, else the one that was chosen most.
    fn subject(&self, row: Option<RowIndex>) -> Option<ItemIndex> {
        let wave = self.edition.wave;
        if let Some((item, ..)) = self.claim() {
            return Some(item);
        }
        let net = self
            .question
            .items_in(wave)
            .filter_map(|(index, item)| match &item.kind {
                ItemKind::Net(members) => Some((members.len(), Reverse(index))),
                ItemKind::Option | ItemKind::Band(..) => None,
            })
            .max();
        let options: Vec<_> = self.question.options_in(wave).map(|(index, _)| index).collect();
        match (net, &options[..]) {
            (Some((_, Reverse(net))), _) if !self.question.several() => Some(net),
            (_, [yes, _]) => Some(*yes),
            _ => self.ranked(row).first().map(|(item, _)| *item),
        }
    }

    /// Options by exact national share, largest first, without the exclusive ones ("geen").
    fn ranked(&self, row: Option<RowIndex>) -> Vec<(ItemIndex, Share)> {
        let mut ranked: Vec<_> = self
            .question
            .options_in(self.edition.wave)
            .filter(|(_, item)| !item.exclusive)
            .filter_map(|(index, _)| Some((index, self.national(row, index)?.exact()?)))
            .collect();
        ranked.sort_by_key(|(index, share)| (Reverse(share.count()), *index));
        ranked
    }

    fn label(&self, item: ItemIndex) -> &'a str {
        self.question.at(item).label_in(self.edition.wave)
    }

    // ---- words -----------------------------------------------------------------------

    /// What a report template may say about the question.
    pub(super) fn value(&self, style: &HouseStyle) -> Value {
        let wave = self.edition.wave;
        let table = self.table(
            wave,
            self.question.rows_in(wave).first().copied().flatten(),
            Group::National,
        );
        context! {
            id => &self.question.id,
            titel => self.heading(),
            vraag => self.question.text_in(wave),
            soort => self.kind_word(),
            basis => table.and_then(ReleasedTable::base),
            noot => self.question.note.as_deref(),
            nieuw => self.first_time(),
            reden => self.reason(),
            kop => self.head(),
            rest => self.rest(),
            uitersten => self.extremes(),
            beweging => self.mover(),
            gerouteerd => !self.question.applies_if.is_empty(),
            meer_antwoorden => self.question.several(),
            figuur => self.report_chart(style).map(|chart| Value::from(Drawing::of(&chart, style))),
            raster => self.grid(),
            paneelregel => self.panel_line(),
            eerdere_jaren => self.not_asked_line(),
            vorig_merk => self.marked_wave().map(|wave| wave.0),
            bereik => self.has_ranges(),
        }
    }

    const fn kind_word(&self) -> &'static str {
        match self.question.kind {
            QuestionKind::Single => "enkel",
            QuestionKind::Multi { .. } => "meer",
            QuestionKind::Matrix { .. } => "matrix",
            QuestionKind::Numeric { .. } => "getal",
            QuestionKind::Open => "open",
        }
    }

    fn first_time(&self) -> bool {
        self.question.waves.first() == Some(&self.edition.wave) && self.edition.waves().len() > 1
    }

    /// Why the last earlier wave that asked this question can't be compared as a whole.
    fn reason(&self) -> Option<Value> {
        let wave = self.edition.wave;
        let earlier = self.question.waves.iter().rev().find(|earlier| **earlier < wave)?;
        let found = self.question.break_between(*earlier, wave)?;
        Some(context! { jaar => earlier.0, tekst => &found.reason })
    }

    /// The subject: share now, in the wave before, in the panel.
    fn head(&self) -> Option<Value> {
        if !self.question.rows.is_empty() {
            return None;
        }
        let item = self.subject(None)?;
        let share = self.national(None, item)?.exact()?;
        Some(context! {
            label => self.label(item),
            net => self.asked_members(item).len() > 1,
            bewering => self.claim().map(|(_, share, claim)| {
                if share.count() == 1 { &claim.one } else { &claim.many }
            }),
            groep => group_phrase(share),
            aantal => share.count(),
            basis => share.base(),
            procent => percent_of(share),
            eerder => self.earlier(item),
            paneel => self.panel_words(None, item),
        })
    }

    /// The same item in the most recent earlier wave where it may be compared.
    fn earlier(&self, item: ItemIndex) -> Option<Value> {
        let (wave, share) = self.edition.waves().into_iter().skip(1).find_map(|wave| {
            if !self.comparable(item, wave) {
                return None;
            }
            let [then] = self.question.counterparts(item, wave)[..] else { return None };
            let share = self.table(wave, None, Group::National)?.figure(then)?.exact()?;
            Some((wave, share))
        })?;
        Some(context! {
            jaar => wave.0,
            aantal => share.count(),
            basis => share.base(),
            procent => percent_of(share),
        })
    }

    /// The same municipalities in this edition and the wave before.
    fn panel_words(&self, row: Option<RowIndex>, item: ItemIndex) -> Option<Value> {
        let panel = self.panel()?;
        let change = self.reading.change(panel, self.index, row, item)?;
        Some(self.change_value(panel, &change))
    }

    fn change_value(&self, panel: Panel, change: &Change) -> Value {
        let count = |figure: &Figure| figure.exact().map(Share::count);
        context! {
            van_jaar => panel.earlier.0,
            naar_jaar => panel.later.0,
            van => count(&change.earlier),
            naar => count(&change.later),
            n => change.later.base(),
            zin => change_in_words(change),
        }
    }

    /// The members of a net that could be chosen in this edition.
    fn asked_members(&self, item: ItemIndex) -> Vec<ItemIndex> {
        match &self.question.at(item).kind {
            ItemKind::Net(members) => members
                .iter()
                .copied()
                .filter(|member| self.question.at(*member).asked_in(self.edition.wave))
                .collect(),
            ItemKind::Option | ItemKind::Band(..) => Vec::new(),
        }
    }

    /// What comes after the subject, at most three.
    fn rest(&self) -> Vec<Value> {
        if !self.question.rows.is_empty() {
            return Vec::new();
        }
        let subject = self.subject(None);
        let told = subject.map_or_else(Vec::new, |item| match self.asked_members(item)[..] {
            [only] => vec![item, only],
            _ => vec![item],
        });
        // After a net its own options follow; after an option the other options.
        self.ranked(None)
            .into_iter()
            .filter(|(item, share)| !told.contains(item) && share.count() > 0)
            .take(3)
            .map(|(item, share)| {
                context! {
                    label => self.label(item),
                    aantal => share.count(),
                    procent => percent_of(share),
                }
            })
            .collect()
    }

    /// For a matrix: the rows with the largest and smallest share of the first option.
    fn extremes(&self) -> Option<Value> {
        let wave = self.edition.wave;
        let (_, option) = self.question.options_in(wave).next()?;
        let shares = self.shares_of_first();
        let one = |(row, share): &(RowIndex, Share)| {
            context! {
                label => self.question.row(*row).label_in(wave),
                aantal => share.count(),
                basis => share.base(),
                procent => percent_of(*share),
            }
        };
        let (most, least) = (shares.first()?, shares.last()?);
        let more = (shares.len() > 1).then(|| one(least));
        Some(context! { optie => option.label_in(wave), meest => one(most), minst => more })
    }

    /// For a matrix: the rows by their share of the first option, largest first.
    fn shares_of_first(&self) -> Vec<(RowIndex, Share)> {
        let wave = self.edition.wave;
        let Some((item, _)) = self.question.options_in(wave).next() else { return Vec::new() };
        let rows = self.question.rows_in(wave).into_iter().flatten();
        let mut shares: Vec<_> =
            rows.filter_map(|row| Some((row, self.national(Some(row), item)?.exact()?))).collect();
        shares.sort_by_key(|(row, share)| (Reverse(share.per_ten_thousand()), *row));
        shares
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
            rij => row.map(|row| self.question.row(row).label_in(wave)),
            optie => self.label(item),
            verandering => self.change_value(panel, &change),
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
        let n = self.table(panel.later, None, Group::Panel(panel))?.base()?;
        let taken = self.reading.participation().get(&panel.later)?;
        Some(context! {
            van_jaar => panel.earlier.0,
            naar_jaar => panel.later.0,
            omvang => taken.previous?.both,
            n => n,
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

    fn has_ranges(&self) -> bool {
        let wave = self.edition.wave;
        self.question.rows_in(wave).into_iter().any(|row| {
            self.table(wave, row, Group::National).is_some_and(|table| {
                table.iter().any(|(_, figure)| matches!(figure.view(), FigureView::Range { .. }))
            })
        })
    }

    // ---- drawings --------------------------------------------------------------------

    /// The waves that stand in one figure: from this edition back to the last break.
    fn figure_waves(&self) -> Vec<Wave> {
        self.edition
            .waves()
            .into_iter()
            .filter(|wave| self.question.asked_in(*wave))
            .take_while(|wave| *wave == self.edition.wave || self.columns_comparable(*wave))
            .collect()
    }

    /// Whether all options of this edition may be compared with a wave, one to one.
    fn columns_comparable(&self, wave: Wave) -> bool {
        self.question.options_in(self.edition.wave).all(|(item, _)| {
            self.comparable(item, wave) && self.question.counterparts(item, wave).len() == 1
        }) && self.question.options_in(wave).count()
            == self.question.options_in(self.edition.wave).count()
    }

    fn report_chart(&self, style: &HouseStyle) -> Option<Chart> {
        match self.question.figure {
            FigureForm::None => {
                (!self.ranked(None).is_empty()).then(|| self.option_chart(false))?
            }
            FigureForm::YearRows => self.year_chart(style),
            FigureForm::OptionBars => self.option_chart(false),
            FigureForm::Ranking => self.option_chart(true),
            FigureForm::MatrixRows => self.matrix_chart(),
        }
    }

    fn segments(&self, table: &ReleasedTable, wave: Wave) -> Vec<Segment> {
        self.question
            .options_in(self.edition.wave)
            .filter_map(|(item, option)| {
                let [then] = self.question.counterparts(item, wave)[..] else { return None };
                let figure = table.figure(then)?;
                let segment = Segment::new(&option.short, Extent::from(&figure));
                Some(segment.with_full_name(option.label_in(wave)))
            })
            .collect()
    }

    fn year_chart(&self, _style: &HouseStyle) -> Option<Chart> {
        let mut rows = Vec::new();
        let mut alt = Vec::new();
        for wave in self.figure_waves() {
            let Some(table) = self.table(wave, None, Group::National) else { continue };
            alt.push(format!("{wave}: {}", self.table_words(table, wave)));
            rows.push(Bar::of(wave.to_string(), self.segments(table, wave)));
        }
        if let Some(panel) = self.panel().filter(|panel| self.columns_comparable(panel.earlier)) {
            for wave in [panel.later, panel.earlier] {
                let Some(table) = self.table(wave, None, Group::Panel(panel)) else { continue };
                if table.base().is_none() {
                    continue;
                }
                alt.push(format!("{wave}, zelfde gemeenten: {}", self.table_words(table, wave)));
                rows.push(Bar::of(format!("{wave}*"), self.segments(table, wave)).panel());
            }
        }
        let alt = AltText::new("Staafdiagram per jaar.", format!("{}.", alt.join(". ")))?;
        (!rows.is_empty()).then(|| Chart::year_rows(alt, REPORT_WIDTH, rows))
    }

    /// The earlier wave whose shares stand as marks on option bars.
    fn marked_wave(&self) -> Option<Wave> {
        if !matches!(self.question.figure, FigureForm::OptionBars | FigureForm::Ranking) {
            return None;
        }
        let before =
            self.edition.waves().into_iter().skip(1).find(|w| self.question.asked_in(*w))?;
        let marked = |(item, _)| self.comparable(item, before);
        self.question.options_in(self.edition.wave).any(marked).then_some(before)
    }

    fn option_chart(&self, ranking: bool) -> Option<Chart> {
        let wave = self.edition.wave;
        let table = self.table(wave, None, Group::National)?;
        let before = self.marked_wave();
        let mut rows = Vec::new();
        let mut alt = Vec::new();
        for item in self.drawn_order(ranking) {
            let Some(figure) = table.figure(item) else { continue };
            let mut words = format!("{} {}", self.label(item), short_value(&figure));
            let mut row = OptionBar::new(self.label(item), Extent::from(&figure));
            let then = before.filter(|wave| self.comparable(item, *wave)).and_then(|wave| {
                let [then] = self.question.counterparts(item, wave)[..] else { return None };
                Some((wave, self.table(wave, None, Group::National)?.figure(then)?))
            });
            if let Some((wave, figure)) = then {
                words.push_str(&format!(" ({wave}: {})", short_value(&figure)));
                row = row.marked(Marker::Previous(Extent::from(&figure)));
            }
            alt.push(words);
            rows.push(row);
        }
        let alt = AltText::new("Staafdiagram per antwoord.", format!("{}.", alt.join("; ")))?;
        (!rows.is_empty()).then(|| Chart::option_bars(alt, REPORT_WIDTH, rows))
    }

    /// Options in the order of the questionnaire, or largest first; exclusive ones last.
    pub(super) fn drawn_order(&self, ranking: bool) -> Vec<ItemIndex> {
        let wave = self.edition.wave;
        let all = self.question.options_in(wave).map(|(item, _)| item);
        if !ranking {
            return all.collect();
        }
        let mut order: Vec<_> = self.ranked(None).into_iter().map(|(item, _)| item).collect();
        order.sort_by_key(|item| self.question.at(*item).last);
        let missing: Vec<_> = all.filter(|item| !order.contains(item)).collect();
        order.extend(missing);
        order
    }

    /// A matrix with several answers per row: shares that don't add to 100 can't stand in one
    /// bar, so the figure is a table.
    fn grid(&self) -> Option<Value> {
        if self.question.rows.is_empty() || !self.question.several() {
            return None;
        }
        let wave = self.edition.wave;
        let options: Vec<_> = self.question.options_in(wave).collect();
        let lines: Vec<Value> = self
            .question
            .rows_in(wave)
            .into_iter()
            .flatten()
            .filter_map(|row| {
                let table = self.table(wave, Some(row), Group::National)?;
                let cells = options.iter().filter_map(|(item, _)| table.figure(*item));
                Some(context! {
                    label => self.question.row(row).label_in(wave),
                    basis => table.base().map_or_else(|| "–".to_owned(), |base| base.to_string()),
                    cellen => cells.map(|figure| short_value(&figure)).collect::<Vec<_>>(),
                })
            })
            .collect();
        let columns: Vec<_> =
            options.iter().map(|(_, option)| option.label_in(wave).to_owned()).collect();
        Some(context! { kolommen => columns, regels => lines })
    }

    fn matrix_chart(&self) -> Option<Chart> {
        let wave = self.edition.wave;
        let mut rows = Vec::new();
        let mut alt = Vec::new();
        for row in self.question.rows_in(wave).into_iter().flatten() {
            let Some(table) = self.table(wave, Some(row), Group::National) else { continue };
            let label = self.question.row(row).label_in(wave);
            alt.push(format!("{label}: {}", self.table_words(table, wave)));
            rows.push(Bar::of(label, self.segments(table, wave)));
        }
        let alt = AltText::new("Staafdiagram per onderdeel.", format!("{}.", alt.join(". ")))?;
        (!rows.is_empty()).then(|| Chart::matrix_rows(alt, REPORT_WIDTH, rows))
    }

    /// All options of a table in a few words, for readers who don't see the drawing.
    pub(super) fn table_words(&self, table: &ReleasedTable, wave: Wave) -> String {
        if table.base().is_none() {
            return "niet getoond".to_owned();
        }
        let words: Vec<_> = self
            .question
            .options_in(wave)
            .filter_map(|(item, option)| {
                Some(format!("{} {}", option.short, short_value(&table.figure(item)?)))
            })
            .collect();
        format!("{}, van {}", words.join(", "), table.base().unwrap_or(0))
    }

    // ---- appendix --------------------------------------------------------------------

    /// The complete tables for the appendix: per row of a matrix, or one.
    pub(super) fn tables(&self) -> Vec<Value> {
        let mut columns: Vec<(String, Wave, Group)> = self
            .edition
            .waves()
            .into_iter()
            .filter(|wave| self.question.asked_in(*wave))
            .map(|wave| (wave.to_string(), wave, Group::National))
            .collect();
        if let Some(panel) = self.panel() {
            for wave in [panel.later, panel.earlier] {
                columns.push((format!("{wave}*"), wave, Group::Panel(panel)));
            }
        }
        self.question
            .rows_in(self.edition.wave)
            .into_iter()
            .map(|row| self.appendix_table(row, &columns))
            .collect()
    }

    fn appendix_table(&self, row: Option<RowIndex>, columns: &[(String, Wave, Group)]) -> Value {
        let cell = |item: ItemIndex, wave: Wave, group: Group| {
            if self.question.counterparts(item, wave).is_empty() {
                return "n.g.".to_owned();
            }
            let [then] = self.question.counterparts(item, wave)[..] else {
                return "n.g.".to_owned();
            };
            self.table(wave, row, group)
                .and_then(|table| table.figure(then))
                .map_or_else(|| "–".to_owned(), |figure| short_value(&figure))
        };
        let lines: Vec<Value> = self
            .question
            .items_in(self.edition.wave)
            .map(|(item, option)| {
                let cells: Vec<_> =
                    columns.iter().map(|(_, wave, group)| cell(item, *wave, *group)).collect();
                context! {
                    label => option.label_in(self.edition.wave),
                    net => option.is_net(),
                    cellen => cells,
                }
            })
            .collect();
        let bases: Vec<_> = columns
            .iter()
            .map(|(_, wave, group)| {
                self.table(*wave, row, *group)
                    .and_then(ReleasedTable::base)
                    .map_or_else(|| "–".to_owned(), |base| base.to_string())
            })
            .collect();
        let heads: Vec<_> = columns.iter().map(|(head, ..)| head.clone()).collect();
        context! {
            rij => row.map(|row| self.question.row(row).label_in(self.edition.wave)),
            kolommen => heads,
            regels => lines,
            bases => bases,
        }
    }

    /// The earlier waves that asked the question, oldest first.
    pub(super) fn asked_before(&self) -> Vec<u16> {
        let asked = self.question.waves.iter().filter(|wave| **wave < self.edition.wave);
        asked.map(|wave| wave.0).collect()
    }

    /// Why a wave is not compared with this edition, for every earlier wave, as one sentence
    /// each; empty when everything may be compared.
    pub(super) fn comparability(&self) -> Vec<Value> {
        let wave = self.edition.wave;
        let first = self.question.options_in(wave).next().map(|(item, _)| item);
        self.edition
            .waves()
            .into_iter()
            .skip(1)
            .filter_map(|earlier| {
                let reason = match self.question.comparable(first?, earlier, wave) {
                    Err(NotComparable::Changed(reason)) => reason,
                    _ => return None,
                };
                Some(context! { jaar => earlier.0, tekst => reason })
            })
            .collect()
    }
}

/// Whether [`group_phrase`] takes a verb in the plural.
fn is_plural(share: Share) -> bool {
    match size_in_words(share).as_deref() {
        Some("alle" | "bijna alle" | "de meeste" | "bijna geen") => true,
        Some(_) => false,
        None => share.count() != 1,
    }
}

/// With a capital at the start.
pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Without a capital at the start, unless the word is an abbreviation or a name with more
/// capitals.
pub(super) fn uncapitalised(text: &str) -> String {
    let word = text.split([' ', '-']).next().unwrap_or_default();
    if word.chars().filter(|letter| letter.is_uppercase()).count() > 1 {
        return text.to_owned();
    }
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// `de meeste gemeenten`, `ruim de helft van de gemeenten`; without size words the numbers.
pub(super) fn group_phrase(share: Share) -> String {
    match size_in_words(share).as_deref() {
        Some("geen enkele") => "geen enkele gemeente".to_owned(),
        Some(words @ ("alle" | "bijna alle" | "de meeste" | "bijna geen")) => {
            format!("{words} gemeenten")
        }
        Some(words) => format!("{words} van de gemeenten"),
        None => format!("{} van de {} gemeenten", share.count(), share.base()),
    }
}

/// A share as short as a table cell: `153 (89%)`; below a base of ten only the count.
pub(super) fn share_value(share: Share) -> String {
    match percent_of(share) {
        Some(percent) => format!("{} ({percent})", share.count()),
        None => share.count().to_string(),
    }
}

/// A figure as short as a table cell: `153 (89%)`, `0 t/m 2`, `niet getoond`.
pub(super) fn short_value(figure: &Figure) -> String {
    match figure.view() {
        FigureView::Exact(share) => share_value(share),
        FigureView::Range { low, high, .. } => format!("{low} t/m {high}"),
        FigureView::Withheld(_) => "niet getoond".to_owned(),
    }
}
