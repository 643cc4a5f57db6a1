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
use crate::language::{Exact, Wording, wording};
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

    /// The claimed item that most respondents chose, with what is said about them.
    pub(super) fn claim(&self) -> Option<(ItemIndex, Exact, &'a Claim)> {
        let claims = self.question.claims.iter().filter_map(|(item, claim)| {
            let exact = self.exact(None, *item)?;
            Some((*item, exact, claim))
        });
        claims.max_by_key(|(item, exact, _)| (exact.share().count(), Reverse(*item)))
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
        let shares = self.shares_of_first();
        let ties = tied_with(&shares, shares.first()?.1);
        Some(Wording::list(ties.into_iter().map(|row| Wording::asked(self.row_label(row)))))
    }

    /// The option that most respondents chose; all of them when it is a tie.
    pub(super) fn largest(&self) -> Option<Wording> {
        let ranked = self.ranked(self.edition.wave);
        let ties = tied_with(&ranked, ranked.first()?.1);
        Some(Wording::list(ties.into_iter().map(|item| Wording::asked(self.label(item)))))
    }

    /// The item that a sentence is about: a claimed one, the net of most options if there is one ("ja,
    /// samengenomen"), "ja" of yes and no, else the one that was chosen most.
    fn subject(&self) -> Option<ItemIndex> {
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
            _ => self.ranked(wave).first().map(|(item, _)| *item),
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

    /// Options by exact national share in a wave, largest first.
    fn ranked(&self, wave: Wave) -> Vec<(ItemIndex, Exact)> {
        let table = self.table(wave, None, Group::National);
        let mut ranked: Vec<_> = self
            .question
            .options_in(wave)
            .filter_map(|(index, _)| Some((index, Exact::of(table?.figure(index)?)?)))
            .collect();
        ranked.sort_by_key(|(index, exact)| (Reverse(exact.share().count()), *index));
        ranked
    }

    /// For a matrix: the rows by their share of the first option, largest first.
    fn shares_of_first(&self) -> Vec<(RowIndex, Exact)> {
        let wave = self.edition.wave;
        let Some((item, _)) = self.question.options_in(wave).next() else { return Vec::new() };
        let rows = self.question.rows_in(wave).into_iter().flatten();
        let mut shares: Vec<_> =
            rows.filter_map(|row| Some((row, self.exact(Some(row), item)?))).collect();
        shares.sort_by_key(|(row, exact)| (Reverse(exact.share().per_ten_thousand()), *row));
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

/// All that have the same count of the same base as `share`; with nothing counted the base does
/// not matter.
fn tied_with<T: Copy>(shares: &[(T, Exact)], exact: Exact) -> Vec<T> {
    let share = exact.share();
    let same = |other: Exact| {
        let other = other.share();
        other.count() == share.count() && (other.base() == share.base() || share.count() == 0)
    };
    shares.iter().filter(|(_, other)| same(*other)).map(|(which, _)| *which).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::Share;

    #[test]
    fn a_tie_names_everything_with_the_same_number() {
        let share = |count, base| Exact::public(Share::of(count, base).unwrap());
        let shares = [("a", share(5, 9)), ("b", share(5, 9)), ("c", share(5, 8))];
        assert_eq!(tied_with(&shares, share(5, 9)), ["a", "b"]);
        let none = [("a", share(0, 9)), ("b", share(0, 8)), ("c", share(1, 8))];
        assert_eq!(tied_with(&none, share(0, 9)), ["a", "b"], "nobody is nobody of any base");
    }
}
