//! Words made from judged figures.

use super::Unit;
use crate::disclosure::{Change, Figure, FigureView, Reason, Share};
use crate::dutch;

/// Below this base no percentage is printed (methods.md#counts-only).
pub(super) const PERCENT_BASE: u32 = 10;

/// `86 van de 98 gemeenten (88%)`; below a base of ten without the percentage.
///
/// ```
/// # use gemeentespiegel::{language::{count_of_base, Unit}, statistics::Share};
/// let text = count_of_base(Share::of(86, 98).unwrap(), Unit::MUNICIPALITIES);
/// assert_eq!(text, "86 van de 98 gemeenten (88%)");
/// let text = count_of_base(Share::of(6, 9).unwrap(), Unit::MUNICIPALITIES);
/// assert_eq!(text, "6 van de 9 gemeenten");
/// ```
#[must_use]
pub fn count_of_base(share: Share, unit: Unit) -> String {
    let (count, base) = (share.count(), share.base());
    let counted = format!("{count} van de {base} {}", unit.of(base));
    match percent_of(share) {
        Some(percent) => format!("{counted} ({percent})"),
        None => counted,
    }
}

/// `88%`; `None` below a base of ten.
#[must_use]
pub fn percent_of(share: Share) -> Option<String> {
    (share.base() >= PERCENT_BASE).then(|| format!("{}%", share.percent()))
}

/// A judged figure in words: the number, the range, or that it is not shown.
#[must_use]
pub fn describe(figure: &Figure, unit: Unit) -> String {
    match figure.view() {
        FigureView::Exact(share) => count_of_base(share, unit),
        FigureView::Range { low: 0, high, base } => {
            format!("hoogstens {high} van de {base} {}", unit.of(base))
        }
        FigureView::Range { low, base, .. } => {
            format!("ten minste {low} van de {base} {}", unit.of(base))
        }
        FigureView::Withheld(_) => "niet getoond".to_owned(),
    }
}

/// What a reader sees in the place of a withheld group (bescherming.md#weergave).
#[must_use]
pub fn withheld_sentence(reason: Reason, area: &str) -> String {
    match reason {
        Reason::SmallBase => format!(
            "Uit {area} hebben te weinig gemeenten deze vraag beantwoord om een totaal te tonen."
        ),
        Reason::Complementary | Reason::Routed => {
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
        Reason::Complementary | Reason::Routed => {
            "Niet getoond om antwoorden van anderen te beschermen.".to_owned()
        }
    }
}

/// The same in a few words, where the group is named beside it.
#[must_use]
pub const fn withheld_briefly(reason: Reason) -> &'static str {
    match reason {
        Reason::SmallBase => "te weinig gemeenten om een totaal te tonen",
        Reason::Complementary | Reason::Routed => {
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
pub fn change_in_words(change: &Change) -> String {
    if change.municipalities == 0 && change.points.smaller_than(1) {
        return "gelijk gebleven".to_owned();
    }
    if change.is_small() {
        return "ongeveer gelijk gebleven".to_owned();
    }
    let direction = if change.points.is_rise() { "gestegen" } else { "gedaald" };
    format!("met {} procentpunt {direction}", change.points.rounded().abs())
}
