//! One question for one reader: what was found, in which words, and what it is about.
//!
//! What a template may say about it stands in `words`, its drawings in `drawings`, the full
//! tables of the appendix in `tables`.

mod drawings;
mod tables;
mod words;

use std::cmp::Reverse;

use super::Edition;
use crate::disclosure::{Cited, CitedTable, Group, Panel, Reading};
use crate::dutch::uncapitalised;
use crate::language::{Exact, Number, Ranking, Wording, wording};
use crate::questionnaire::{
    Claim, ItemIndex, ItemKind, Question, QuestionIndex, QuestionKind, RowIndex, Wave,
};

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

    /// Whether it is a key question.
    pub(super) fn is_key(&self) -> bool {
        self.edition.is_key(self.index)
    }

    pub(super) const fn question(&self) -> &'a Question {
        self.question
    }

    pub(super) fn table(
        &self,
        wave: Wave,
        row: Option<RowIndex>,
        group: Group,
    ) -> Option<CitedTable<'a>> {
        self.reading.table(wave, self.index, row, group)
    }

    fn national(&self, row: Option<RowIndex>, item: ItemIndex) -> Option<Cited> {
        self.table(self.edition.wave, row, Group::National)?.figure(item)
    }

    fn exact(&self, row: Option<RowIndex>, item: ItemIndex) -> Option<Exact> {
        Exact::of(self.national(row, item)?)
    }

    /// The panel of this edition and the wave before it, when the question has one.
    fn panel(&self) -> Option<Panel> {
        let waves = self.edition.waves();
        let panel = Panel { earlier: *waves.get(1)?, later: *waves.first()? };
        let asked = self.question.asked_in(panel.earlier) && self.question.asked_in(panel.later);
        asked.then_some(panel)
    }

    /// The earlier waves that asked the question, newest first.
    fn asked_waves_before(&self) -> Vec<Wave> {
        let earlier = self.edition.waves().into_iter().skip(1);
        earlier.filter(|wave| self.question.asked_in(*wave)).collect()
    }

    /// Whether the item may be compared over all waves between the two.
    fn comparable(&self, item: ItemIndex, wave: Wave) -> bool {
        self.question.comparable(item, wave, self.edition.wave).is_ok()
    }

    /// The claimed item that most respondents chose, with what is said about them; none when two
    /// claimed options share that place, for a heading would name one of them.
    pub(super) fn claim(&self) -> Option<(ItemIndex, Exact, &'a Claim)> {
        let claims = self.question.claims.iter().filter_map(|(item, claim)| {
            let exact = self.exact(None, *item)?;
            Some((*item, exact, claim))
        });
        let claims: Vec<_> = claims.collect();
        let (item, exact, claim) = *claims
            .iter()
            .max_by_key(|(item, exact, _)| (exact.share().count(), Reverse(*item)))?;
        let alike = claims.iter().any(|(other, share, _)| {
            *other != item
                && share.share() == exact.share()
                && ![item, *other].iter().any(|item| self.question.at(*item).is_net())
        });
        (!alike).then_some((item, exact, claim))
    }

    /// The heading: what was found, or the title of the question where nothing may be said.
    pub(super) fn heading(&self) -> Wording {
        if let Some((_, exact, claim)) = self.claim() {
            let form = if exact.part_is_plural() { &claim.many } else { &claim.one };
            let part = exact.part(self.edition.unit());
            return wording![part, " ", Wording::asked(form)].capitalised();
        }
        match (&self.question.headline, self.named_most()) {
            (Some(headline), Some(most)) => {
                Wording::filled(headline, most.map_first(uncapitalised))
            }
            _ => Wording::asked(&self.question.title),
        }
    }

    /// The option, or the row of a matrix, that was named most; all of them when it is a tie.
    fn named_most(&self) -> Option<Wording> {
        if self.question.rows.is_empty() {
            return self.largest();
        }
        let rows = self.rows_by_first().largest();
        let names = rows.iter().map(|(row, _)| Wording::asked(self.row_label(*row)));
        (!rows.is_empty()).then(|| Wording::list(names))
    }

    /// The option that most respondents chose; all of them when it is a tie, none where that is
    /// not certain.
    pub(super) fn largest(&self) -> Option<Wording> {
        let leaders = self.leaders();
        let names = leaders.iter().map(|(item, _)| Wording::asked(self.label(*item)));
        (!leaders.is_empty()).then(|| Wording::list(names))
    }

    /// The options that most respondents chose in this edition.
    pub(super) fn leaders(&self) -> Vec<(ItemIndex, Exact)> {
        self.ranking(self.edition.wave, None).largest()
    }

    /// The options of a wave, to ask which were chosen most.
    pub(super) fn ranking(&self, wave: Wave, row: Option<RowIndex>) -> Ranking<ItemIndex> {
        let table = self.table(wave, row, Group::National);
        let options = self.question.options_in(wave);
        let numbers = options
            .filter_map(|(item, _)| Some((item, Number::from(table.as_ref()?.figure(item)?))));
        Ranking::of(numbers, !self.question.several())
    }

    /// The item that a sentence is about: a claimed one, the net of most options if there is one ("ja,
    /// samengenomen"), "ja" of yes and no, else the one that was chosen most. Of ticks it is
    /// always claimed or chosen most.
    fn subject(&self) -> Option<ItemIndex> {
        let wave = self.edition.wave;
        if let Some((item, ..)) = self.claim() {
            return Some(item);
        }
        let first = || self.leaders().first().map(|(item, _)| *item);
        if self.question.several() {
            return first();
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
            (Some((_, Reverse(net))), _) => Some(net),
            (_, [yes, _]) => Some(*yes),
            _ => first(),
        }
    }

    /// The subject with all that share its place, where the sentence is about what was chosen
    /// most; else the subject alone.
    fn told(&self) -> Vec<ItemIndex> {
        let Some(subject) = self.subject() else { return Vec::new() };
        let leaders: Vec<_> = self.leaders().into_iter().map(|(item, _)| item).collect();
        match self.claim().is_none() && leaders.contains(&subject) {
            true => leaders,
            false => vec![subject],
        }
    }

    /// The share of the item that a sentence is about; none for a matrix.
    pub(super) fn subject_share(&self) -> Option<Exact> {
        let subject = self.subject().filter(|_| self.question.rows.is_empty())?;
        self.exact(None, subject)
    }

    /// By how many percentage points the subject moved in the panel, when that is not little.
    pub(super) fn points_moved(&self) -> Option<u32> {
        let change = self.reading.change(self.panel()?, self.index, None, self.subject()?)?;
        (!change.is_small()).then(|| change.points.rounded().unsigned_abs())
    }

    /// The members of a net that could be chosen in this edition; none for an option.
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

    /// Whether the number of any option is shown exactly in a wave.
    fn shows_any(&self, wave: Wave) -> bool {
        let table = self.table(wave, None, Group::National);
        table.is_some_and(|table| {
            let mut options = self.question.options_in(wave);
            options.any(|(item, _)| table.figure(item).and_then(Exact::of).is_some())
        })
    }

    /// For a matrix: the rows with their share of the first option, to ask which is the largest.
    fn rows_by_first(&self) -> Ranking<RowIndex> {
        let wave = self.edition.wave;
        let option = self.question.options_in(wave).next();
        let rows = self.question.rows_in(wave).into_iter().flatten();
        let numbers = rows.filter_map(|row| {
            let figure = self.national(Some(row), option?.0)?;
            Some((row, Number::from(figure)))
        });
        Ranking::of(numbers, false)
    }

    /// The same rows as far as they are shown exactly, largest first.
    fn shares_of_first(&self) -> Vec<(RowIndex, Exact)> {
        let wave = self.edition.wave;
        let Some((item, _)) = self.question.options_in(wave).next() else { return Vec::new() };
        let rows = self.question.rows_in(wave).into_iter().flatten();
        let mut shares: Vec<_> =
            rows.filter_map(|row| Some((row, self.exact(Some(row), item)?))).collect();
        shares.sort_by(|(row, exact), (other, than)| {
            than.share().cmp_share(exact.share()).then(row.cmp(other))
        });
        shares
    }

    fn label(&self, item: ItemIndex) -> &'a str {
        self.question.at(item).label_in(self.edition.wave)
    }

    fn row_label(&self, row: RowIndex) -> &'a str {
        self.question.row(row).label_in(self.edition.wave)
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
}
