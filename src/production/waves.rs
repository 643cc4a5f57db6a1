//! Whether the waves of a project and of its questionnaire belong together.

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Place, shown_path};
use crate::project::{self, Project};
use crate::questionnaire::{self, Questionnaire, Wave};

/// Pushes what is wrong: waves of which nothing is asked, without key questions, or with more of
/// them than the sheets hold.
pub(super) fn check(
    project: &Project,
    questionnaire: &Questionnaire,
    diagnostics: &mut Diagnostics,
) {
    let asked =
        |wave: &Wave| questionnaire.questions.iter().any(|question| question.asked_in(*wave));
    let waves = || project.waves.keys().filter(|wave| asked(wave));
    let whole = |code: &'static Code, message: String| {
        let path = shown_path(&project.questionnaire, &project.folder);
        Diagnostic::new(code, Place::File(path), message)
    };
    let without: Vec<_> = waves()
        .filter(|wave| !questionnaire.names_key_questions(**wave))
        .map(ToString::to_string)
        .collect();
    if !without.is_empty() {
        let message = format!(
            "no question of wave {} has `key: true`, so the sheets show questions that are chosen by rule",
            without.join(", ")
        );
        diagnostics.push(whole(&questionnaire::codes::NO_KEY_QUESTIONS, message).help(
            "write `key: true` at the questions that the sheets of a municipality should show",
        ));
    }
    let too_many: Vec<_> = waves()
        .map(|wave| (wave, questionnaire.key_questions_left_out(*wave)))
        .filter(|(_, number)| *number > 0)
        .map(|(wave, number)| format!("{number} in wave {wave}"))
        .collect();
    if !too_many.is_empty() {
        let message = format!(
            "the sheets of a municipality do not hold all questions with `key: true`: left out are {}",
            too_many.join(", ")
        );
        let help = format!(
            "two pages hold {} rows of answers and {} questions with ticks or rows of their own; leave `key: true` out of the others",
            questionnaire::KEY_ROWS,
            questionnaire::KEY_LISTS
        );
        diagnostics.push(whole(&questionnaire::codes::TOO_MANY_KEY_QUESTIONS, message).help(help));
    }
    for (wave, material) in project.waves.iter().filter(|(wave, _)| !asked(wave)) {
        let message = format!("no question of the questionnaire is asked in wave `{wave}`");
        let code = &project::codes::WAVE_WITHOUT_QUESTIONS;
        diagnostics.push(
            Diagnostic::new(code, material.place.clone(), message)
                .help(format!("add `{wave}` to the `waves` of the questions that were asked")),
        );
    }
}
