//! The words for sizes and movements, and what is said instead of a number that is not shown.

use super::source::Source;
use super::wording::{Wording, wording};
use crate::disclosure::{Change, Reason, Share};
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

/// The fixed words for the size of a share; `None` where the table of words has none.
#[must_use]
pub fn size_in_words(share: Share) -> Option<String> {
    dutch::size_in_words(share.count(), share.base())
}

/// `met 6 procentpunt gestegen`; for a small movement `ongeveer gelijk gebleven`, for none
/// `gelijk gebleven`.
#[must_use]
pub fn change_in_words(change: &Change) -> Wording {
    if is_unchanged(change) {
        return "gelijk gebleven".into();
    }
    if change.is_small() {
        return "ongeveer gelijk gebleven".into();
    }
    let direction = if change.points.is_rise() { "gestegen" } else { "gedaald" };
    wording!["met ", points_in_words(change), " ", direction]
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
