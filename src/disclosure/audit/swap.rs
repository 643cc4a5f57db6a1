//! Quick witnesses: a few respondents trade their answers, and everything shown stays as it is.
//!
//! Each of them gives an answer that somebody gave, so what comes out are answers that could
//! have been given. What no trade finds is left to the solver.

use std::collections::{BTreeMap, BTreeSet};

use crate::questionnaire::ItemIndex;

/// A respondent of this combination gives the second answer in the place of the first.
pub(super) type Change = (usize, usize, usize);

/// All answers to one question, with what is shown of them.
#[derive(Debug)]
pub(super) struct Market<'a> {
    answers: Vec<Answer<'a>>,
    sums: Vec<Room>,
}

#[derive(Debug)]
struct Answer<'a> {
    chosen: &'a BTreeSet<ItemIndex>,
    /// Combinations in which it was given, with how often.
    given: BTreeMap<usize, usize>,
    /// Whether each sum counts it.
    counts: Vec<bool>,
}

/// How far a shown sum may move, and which combinations it counts.
#[derive(Debug)]
struct Room {
    counted: Vec<bool>,
    down: i64,
    up: i64,
}

impl<'a> Market<'a> {
    /// `given`: combination, answer, how often. `sums`: the combinations that are counted, the
    /// options of which any was chosen, and the bounds that are shown.
    pub(super) fn new<'s>(
        given: impl IntoIterator<Item = (usize, &'a BTreeSet<ItemIndex>, usize)>,
        sums: impl IntoIterator<Item = (Vec<bool>, &'s BTreeSet<ItemIndex>, i64, i64)>,
    ) -> Self {
        let mut all: BTreeMap<&BTreeSet<ItemIndex>, BTreeMap<usize, usize>> = BTreeMap::new();
        for (combination, chosen, times) in given {
            *all.entry(chosen).or_default().entry(combination).or_default() += times;
        }
        let mut answers: Vec<Answer> = all
            .into_iter()
            .map(|(chosen, given)| Answer { chosen, given, counts: Vec::new() })
            .collect();
        let mut rooms = Vec::new();
        for (counted, items, low, high) in sums {
            let mut sum = 0;
            for answer in &mut answers {
                let hit = !answer.chosen.is_disjoint(items);
                answer.counts.push(hit);
                let here = answer.given.iter().filter(|(c, _)| hit && counted[**c]);
                sum += here.map(|(_, times)| *times as i64).sum::<i64>();
            }
            rooms.push(Room { counted, down: low - sum, up: high - sum });
        }
        Self { answers, sums: rooms }
    }

    /// What each answer is.
    pub(super) fn answer(&self, index: usize) -> &'a BTreeSet<ItemIndex> {
        self.answers[index].chosen
    }

    /// A trade after which one respondent of `here` has (or has not) chosen the option, while
    /// the `known` respondents (combination and answer) keep theirs. At most four take part.
    pub(super) fn trade(
        &self,
        here: usize,
        option: ItemIndex,
        chosen: bool,
        known: &[(usize, &BTreeSet<ItemIndex>)],
    ) -> Option<Vec<Change>> {
        let free = |answer: &Answer, at: usize| {
            let held = known.iter().filter(|(c, own)| *c == at && *own == answer.chosen).count();
            answer.given.get(&at).is_some_and(|times| *times > held)
        };
        let having = |chosen: bool| {
            let all = self.answers.iter().enumerate();
            all.filter(move |(_, answer)| answer.chosen.contains(&option) == chosen)
        };
        for (from, old) in having(!chosen).filter(|(_, answer)| free(answer, here)) {
            for (to, new) in having(chosen) {
                let moves = self.moves(old, new);
                let back: Vec<usize> =
                    new.given.keys().copied().filter(|at| *at != here && free(new, *at)).collect();
                let forth: Vec<usize> =
                    old.given.keys().copied().filter(|at| *at != here && free(old, *at)).collect();
                if let Some(others) = self.round(here, &moves, &back, &forth) {
                    let change = |(at, again): (usize, bool)| match again {
                        true => (at, from, to),
                        false => (at, to, from),
                    };
                    let first = std::iter::once((here, from, to));
                    return Some(first.chain(others.into_iter().map(change)).collect());
                }
            }
        }
        None
    }

    /// The sums that one change of answer moves, and by how much.
    fn moves(&self, old: &Answer, new: &Answer) -> Vec<(usize, i64)> {
        let by = |sum: usize| i64::from(new.counts[sum]) - i64::from(old.counts[sum]);
        (0..self.sums.len()).map(|sum| (sum, by(sum))).filter(|(_, by)| *by != 0).collect()
    }

    /// Who else must change for the sums to stay: nobody; one the other way around (`back`);
    /// or two the other way around and one (`forth`) the same way.
    fn round(
        &self,
        here: usize,
        moves: &[(usize, i64)],
        back: &[usize],
        forth: &[usize],
    ) -> Option<Vec<(usize, bool)>> {
        let stays = |changes: &[(usize, i64)]| {
            moves.iter().all(|(sum, by)| {
                let room = &self.sums[*sum];
                let counted = changes.iter().filter(|(at, _)| room.counted[*at]);
                let moved = by * counted.map(|(_, sign)| sign).sum::<i64>();
                room.down <= moved && moved <= room.up
            })
        };
        if stays(&[(here, 1)]) {
            return Some(Vec::new());
        }
        if let Some(one) = back.iter().find(|one| stays(&[(here, 1), (**one, -1)])) {
            return Some(vec![(*one, false)]);
        }
        for (index, one) in back.iter().enumerate() {
            for two in &back[index + 1..] {
                for third in forth.iter().filter(|third| *third != one && *third != two) {
                    if stays(&[(here, 1), (*one, -1), (*two, -1), (*third, 1)]) {
                        return Some(vec![(*one, false), (*two, false), (*third, true)]);
                    }
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four combinations: two provinces, in the panel or not; everything shown exactly.
    fn market<'a>(
        given: &'a [(usize, BTreeSet<ItemIndex>)],
        items: &'a [BTreeSet<ItemIndex>],
    ) -> Market<'a> {
        let areas =
            [[true, true, true, true], [true, true, false, false], [true, false, true, false]];
        let count = |area: &[bool; 4], items: &BTreeSet<ItemIndex>| {
            let hit = given.iter().filter(|(c, chosen)| area[*c] && !chosen.is_disjoint(items));
            i64::try_from(hit.count()).unwrap()
        };
        let sums = areas.iter().flat_map(|area| {
            items.iter().map(move |items| {
                let sum = count(area, items);
                (area.to_vec(), items, sum, sum)
            })
        });
        Market::new(given.iter().map(|(c, chosen)| (*c, chosen, 1)), sums)
    }

    fn set(items: &[u16]) -> BTreeSet<ItemIndex> {
        items.iter().copied().map(ItemIndex).collect()
    }

    #[test]
    fn four_can_trade_where_two_can_not() {
        let given = [(0, set(&[0])), (1, set(&[1])), (2, set(&[1])), (3, set(&[0]))];
        let items = [set(&[0]), set(&[1])];
        let market = market(&given, &items);
        let trade = market.trade(0, ItemIndex(0), false, &[]).unwrap();
        assert_eq!(trade.len(), 4);
        assert_eq!(market.answer(trade[0].1), &set(&[0]));
        // Who is known does not trade.
        assert!(market.trade(0, ItemIndex(0), false, &[(3, &set(&[0]))]).is_none());
    }
}
