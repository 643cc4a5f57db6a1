//! The words for sizes and movements, and what is said instead of a number that is not shown.

use super::source::Source;
use super::wording::{Wording, wording};
use crate::disclosure::{Change, OwnAnswer, Reason, SMALL_CHANGE, Share};
use crate::dutch;

/// What a reader sees in the place of a withheld group (bescherming.md#weergave).
#[must_use]
pub fn withheld_sentence(reason: Reason, area: &str) -> String {
    match reason {
        Reason::SmallBase => format!(
            "Uit {area} hebben te weinig gemeenten deze vraag beantwoord om een totaal te tonen."
        ),
        Reason::Complementary | Reason::FollowUp => {
            format!(
                "Het totaal van {area} is niet getoond om antwoorden van anderen te beschermen."
            )
        }
    }
}

/// The same in a row that begins with the name of the area: as short as the rules allow.
#[must_use]
pub fn withheld_in_row(reason: Reason, area: &str) -> String {
    match reason {
        Reason::SmallBase => withheld_sentence(reason, area),
        Reason::Complementary | Reason::FollowUp => {
            "Niet getoond om antwoorden van anderen te beschermen.".to_owned()
        }
    }
}

/// The same in a few words, where the group is named beside it.
#[must_use]
pub const fn withheld_briefly(reason: Reason) -> &'static str {
    match reason {
        Reason::SmallBase => "te weinig gemeenten om een totaal te tonen",
        Reason::Complementary | Reason::FollowUp => {
            "niet getoond om antwoorden van anderen te beschermen"
        }
    }
}

/// What stands in the place of an own answer that was not given; `None` where one was. The same
/// words in every document (methods.md#own-answer).
#[must_use]
pub fn instead_of_answer(own: &OwnAnswer) -> Option<&'static str> {
    match own {
        OwnAnswer::DidNotTakePart => Some("deed niet mee"),
        OwnAnswer::NotAsked => Some("niet gesteld"),
        OwnAnswer::NotApplicable => Some("niet van toepassing"),
        OwnAnswer::Skipped => Some("geen antwoord"),
        OwnAnswer::Chosen { options, .. } if options.is_empty() => Some("niets aangekruist"),
        OwnAnswer::Chosen { .. } | OwnAnswer::Number { .. } | OwnAnswer::Text(_) => None,
    }
}

/// The same as a sentence about a municipality ("Uw gemeente", "De gemeente").
#[must_use]
pub fn instead_of_answer_sentence(own: &OwnAnswer, who: &str) -> Option<String> {
    Some(match own {
        OwnAnswer::DidNotTakePart => format!("{who} deed niet mee."),
        OwnAnswer::NotAsked => "Deze vraag is niet gesteld.".to_owned(),
        OwnAnswer::NotApplicable => {
            format!("Voor {} is deze vraag niet van toepassing.", dutch::uncapitalised(who))
        }
        OwnAnswer::Skipped => format!("{who} gaf geen antwoord."),
        OwnAnswer::Chosen { options, .. } if options.is_empty() => {
            format!("{who} kruiste niets aan.")
        }
        OwnAnswer::Chosen { .. } | OwnAnswer::Number { .. } | OwnAnswer::Text(_) => return None,
    })
}

/// The fixed words for the size of a share; `None` where the table of words has none.
#[must_use]
pub fn size_in_words(share: Share) -> Option<String> {
    dutch::size_in_words(share.count(), share.base())
}

/// `met 6 procentpunt gestegen`; for a movement of few points `ongeveer gelijk gebleven`, for none
/// `gelijk gebleven`. Where few answers move many points, in a small group, only how many
/// answers: `met 2 antwoorden veranderd`.
#[must_use]
pub fn change_in_words(change: &Change) -> Wording {
    if is_unchanged(change) {
        return "gelijk gebleven".into();
    }
    if change.points.smaller_than(i64::from(SMALL_CHANGE)) {
        return "ongeveer gelijk gebleven".into();
    }
    if change.is_small() {
        return answers_in_words(change);
    }
    let direction = if change.points.is_rise() { "gestegen" } else { "gedaald" };
    wording!["met ", points_in_words(change), " ", direction]
}

/// `met 2 antwoorden veranderd`; with as many answers of another base `gelijk gebleven in aantal`.
fn answers_in_words(change: &Change) -> Wording {
    let answers = change.municipalities.abs();
    if answers == 0 {
        return "gelijk gebleven in aantal".into();
    }
    let word = if answers == 1 { "antwoord" } else { "antwoorden" };
    let number = Wording::said(answers.to_string(), Some(answers), Source::AnswersMoved(*change));
    wording!["met ", number, " ", word, " veranderd"]
}

/// Whether nothing moved at all.
#[must_use]
pub const fn is_unchanged(change: &Change) -> bool {
    change.municipalities == 0 && change.points.smaller_than(1)
}

/// `6 procentpunt`, up or down.
#[must_use]
pub fn points_in_words(change: &Change) -> Wording {
    let points = change.points.rounded().abs();
    Wording::said(format!("{points} procentpunt"), Some(points.into()), Source::Change(*change))
}

/// The percentage points as a number, below zero for a fall: `6`, `-6`.
#[must_use]
pub fn points(change: &Change) -> Wording {
    let points = change.points.rounded();
    Wording::said(points.to_string(), Some(points.into()), Source::Change(*change))
}
