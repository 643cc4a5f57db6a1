//! What one question says of another: conditions on who answers, and answers that contradict.

use std::collections::BTreeMap;

use super::{ItemIndex, Judge, Question, QuestionIndex, RawQuestion, diags, index, kind};
use crate::questionnaire::codes;
use crate::questionnaire::model::{Condition, Contradiction, ItemKind, QuestionKind};
use crate::questionnaire::raw::{RawCondition, RawContradiction, RawKind};

/// Gives every question its conditions and contradictions.
pub(super) fn connect(judge: &mut Judge<'_>, written: &[&RawQuestion], questions: &mut [Question]) {
    let mut positions: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, raw) in written.iter().enumerate() {
        positions.entry(raw.id.get()).or_insert(at);
    }
    for (at, raw) in written.iter().enumerate() {
        let mut conditions = Vec::new();
        for condition in &raw.applies_if {
            conditions.extend(judge.condition(condition, raw, &positions, written, questions));
        }
        questions[at].applies_if = conditions;
        let contradicts = raw.contradicts.iter();
        let contradicts: Vec<_> = contradicts
            .filter_map(|one| judge.contradiction(one, at, &positions, written, questions))
            .collect();
        questions[at].contradicts = contradicts;
    }
    let next = |at: usize| -> Vec<usize> {
        questions[at].applies_if.iter().map(|condition| usize::from(condition.question.0)).collect()
    };
    for circle in circles(questions.len(), next) {
        let chain: Vec<&str> = circle.iter().map(|at| questions[*at].id.as_str()).collect();
        let condition = written[circle[0]].applies_if.iter();
        let back = condition.map(|c| &c.question).find(|id| *id.get() == questions[circle[1]].id);
        let place = judge.place(back.unwrap_or(&written[circle[0]].id));
        judge.push(diags::cyclic_routing(place, &chain));
    }
}

impl Judge<'_> {
    fn condition(
        &mut self,
        raw: &RawCondition,
        asking: &RawQuestion,
        positions: &BTreeMap<&str, usize>,
        written: &[&RawQuestion],
        questions: &[Question],
    ) -> Option<Condition> {
        let place = self.place(&raw.question);
        let id = raw.question.get();
        let Some(&at) = positions.get(id.as_str()) else {
            let known = positions.keys().copied();
            self.push(diags::unknown(&codes::UNKNOWN_QUESTION, place, "question", id, known));
            return None;
        };
        let decider = &questions[at];
        if matches!(decider.kind, QuestionKind::Matrix { .. } | QuestionKind::Open) {
            let kind: RawKind = *written[at].kind.get();
            self.push(diags::unfit_condition(place, id, kind::word(kind)));
            return None;
        }
        if raw.options.is_empty() {
            self.push(diags::empty_condition(place.clone(), id));
        }
        for wave in &asking.waves {
            let asked = decider.waves.iter().any(|other| other.0 == *wave.get());
            if !asked && !decider.waves.is_empty() {
                self.push(diags::condition_not_asked(place.clone(), id, wave.get()));
            }
        }
        let chosen = self.codes(&raw.options, decider);
        Some(Condition {
            question: QuestionIndex(index(at)),
            items: without_nets(&chosen, decider),
        })
    }
}

impl Judge<'_> {
    fn contradiction(
        &mut self,
        raw: &RawContradiction,
        own: usize,
        positions: &BTreeMap<&str, usize>,
        written: &[&RawQuestion],
        questions: &[Question],
    ) -> Option<Contradiction> {
        let note = self.text(&raw.note, "note");
        let items = self.code(&raw.answer, &questions[own]);
        let id = raw.question.get();
        let place = self.place(&raw.question);
        let Some(&at) = positions.get(id.as_str()) else {
            let known = positions.keys().copied();
            self.push(diags::unknown(&codes::UNKNOWN_QUESTION, place, "question", id, known));
            return None;
        };
        for which in [own, at] {
            if matches!(questions[which].kind, QuestionKind::Matrix { .. } | QuestionKind::Open) {
                let kind: RawKind = *written[which].kind.get();
                let id = &questions[which].id;
                self.push(diags::unfit_condition(place.clone(), id, kind::word(kind)));
                return None;
            }
        }
        if raw.with.is_empty() {
            self.push(diags::empty_condition(place, id));
        }
        let with = self.codes(&raw.with, &questions[at]);
        Some(Contradiction {
            items: without_nets(&[items?], &questions[own]),
            question: QuestionIndex(index(at)),
            with: without_nets(&with, &questions[at]),
            note,
        })
    }
}

/// Options instead of nets, each once, in the order of the questionnaire.
fn without_nets(items: &[ItemIndex], question: &Question) -> Vec<ItemIndex> {
    let mut options = Vec::new();
    for item in items {
        match &question.at(*item).kind {
            ItemKind::Net(members) => options.extend(members),
            ItemKind::Option | ItemKind::Band(..) => options.push(*item),
        }
    }
    options.sort_unstable();
    options.dedup();
    options
}

/// The circles in a graph of `length` nodes, each once as a chain that ends where it began.
///
/// A walk in depth with its own stack: chains may be thousands long.
pub(super) fn circles(length: usize, next: impl Fn(usize) -> Vec<usize>) -> Vec<Vec<usize>> {
    let mut circles = Vec::new();
    let mut done = vec![false; length];
    for start in 0..length {
        let mut path: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut on_path = vec![];
        if !done[start] {
            path.push((start, next(start)));
            on_path.push(start);
        }
        while let Some((at, ahead)) = path.last_mut() {
            let at = *at;
            match ahead.pop() {
                None => {
                    done[at] = true;
                    path.pop();
                    on_path.pop();
                }
                Some(to) if done.get(to).copied().unwrap_or(true) => {}
                Some(to) => match on_path.iter().position(|other| *other == to) {
                    Some(from) => {
                        let mut circle = on_path[from..].to_vec();
                        circle.push(to);
                        circles.push(circle);
                    }
                    None => {
                        path.push((to, next(to)));
                        on_path.push(to);
                    }
                },
            }
        }
    }
    circles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_is_found_once_and_ends_where_it_began() {
        let graph = [vec![1], vec![2], vec![0], vec![0]];
        assert_eq!(circles(4, |at| graph[at].clone()), [vec![0, 1, 2, 0]]);
    }

    #[test]
    fn a_diamond_is_no_circle() {
        let graph = [vec![1, 2], vec![3], vec![3], vec![]];
        assert!(circles(4, |at| graph[at].clone()).is_empty());
    }

    #[test]
    fn a_question_on_itself_is_a_circle() {
        assert_eq!(circles(1, |_| vec![0]), [vec![0, 0]]);
    }
}
