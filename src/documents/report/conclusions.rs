//! The two main conclusions with which the summary opens, chosen by rules that don't know what
//! is good.

use std::cmp::Reverse;

use minijinja::Value;

use crate::disclosure::Reading;
use crate::documents::Edition;
use crate::documents::topic::Topic;

/// The question whose answer most respondents share; and the question that moved most in the
/// panel, or, when nothing moved, the one whose answer the fewest share. Key questions first;
/// where none of these has a number, any question.
pub(super) fn main(edition: &Edition, reading: Reading) -> Vec<Value> {
    let topics: Vec<_> = edition
        .questionnaire
        .iter()
        .filter(|(_, question)| question.asked_in(edition.wave))
        .map(|(index, _)| Topic::new(edition, reading, index))
        .filter(|topic| topic.subject_share().is_some())
        .collect();
    let key = topics.iter().filter(|topic| topic.is_key()).copied();
    let mut left: Vec<_> = key.collect();
    if left.len() < 2 {
        left = topics;
    }
    let size =
        |topic: &Topic| topic.subject_share().map_or(0, |share| share.share().per_ten_thousand());
    let Some(most) = (0..left.len()).max_by_key(|at| (size(&left[*at]), Reverse(*at))) else {
        return Vec::new();
    };
    let first = left.remove(most);
    let moved = left
        .iter()
        .filter_map(|topic| Some((topic.points_moved()?, topic)))
        .max_by_key(|(points, _)| *points)
        .map(|(_, topic)| topic);
    let second = moved.or_else(|| left.iter().min_by_key(|topic| size(topic)));
    let style = edition.style();
    std::iter::once(&first).chain(second).map(|topic| topic.value(&style)).collect()
}
