//! What changed in the questionnaire since the wave before.

use minijinja::{Value, context};

use crate::documents::Edition;
use crate::documents::values::asked;
use crate::language::{Wording, wording};
use crate::questionnaire::{Question, Wave};

/// The questions that are new, gone or changed since the wave before; none in the first wave.
pub(super) fn since_last_wave(edition: &Edition) -> Option<Value> {
    let (wave, before) = (edition.wave, *edition.waves().get(1)?);
    let questions = || edition.questionnaire.questions.iter();
    let titles = |wanted: &dyn Fn(&Question) -> bool| {
        let quoted = |q: &Question| wording!["‘", Wording::asked(&q.title), "’"];
        questions().filter(|q| wanted(q)).map(quoted).collect::<Vec<_>>()
    };
    let both = questions().filter(|q| q.asked_in(wave) && q.asked_in(before));
    let changed: Vec<Value> = both
        .filter_map(|question| {
            let what = differences(question, before, wave);
            (!what.is_empty()).then(|| context! { titel => asked(&question.title), wat => what })
        })
        .collect();
    Some(context! {
        jaar => before.0,
        nieuw => titles(&|q| q.waves.first() == Some(&wave)),
        terug => titles(&|q| {
            q.asked_in(wave) && !q.asked_in(before) && q.waves.first() != Some(&wave)
        }),
        weg => titles(&|q| q.asked_in(before) && !q.asked_in(wave)),
        gewijzigd => changed,
    })
}

/// How a question differs between two waves, in sentences: its words, the reason why answers
/// are not comparable, rows and answers that came or went.
fn differences(question: &Question, before: Wave, wave: Wave) -> Vec<Value> {
    let mut found = Vec::new();
    if question.text_in(before) != question.text_in(wave) {
        found.push(context! { soort => "tekst", toen => asked(question.text_in(before)) });
    }
    if let Some(broken) = question.break_between(before, wave) {
        found.push(context! { soort => "breuk", tekst => asked(&broken.reason) });
    }
    let options = question.iter_items().filter(|(_, item)| !item.is_net());
    let parts = options
        .map(|(_, item)| (&item.waves, item.label_in(wave)))
        .chain(question.rows.iter().map(|row| (&row.waves, row.label_in(wave))));
    for (waves, label) in parts {
        match (waves.contains(&before), waves.contains(&wave)) {
            (false, true) => found.push(context! { soort => "erbij", label => asked(label) }),
            (true, false) => found.push(context! { soort => "eraf", label => asked(label) }),
            _ => {}
        }
    }
    found
}
