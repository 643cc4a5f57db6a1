//! The words of this room as template filters.

use minijinja::{Environment, context};

use super::phrases;
use crate::disclosure::SMALL_CHANGE;
use crate::dutch::{self, Noun, SIZE_WORDS_FROM};

/// Adds the filters that templates use:
///
/// - `{{ 3|in_woorden }}`: `drie`; from eleven on digits;
/// - `{{ 3|rangwoord }}`: `derde`; from eleven on `11e`;
/// - `{{ 6|met_teken }}`: `+6`, and `−6` for a fall;
/// - `{{ namen|opgesomd }}`: `Ede, Epe en Urk`;
/// - `{{ 1|meervoud("gemeente", "gemeenten") }}`: the word that fits the number;
/// - `{{ 1137027|duizendtallen }}`: `1.137.027`;
/// - `{{ "drie korte woorden"|laatste_samen }}`: a no-break space before the last word, so that it
///   never stands alone on a line;
/// - `{{ "3 procentpunt"|letterlijk }}`: as it stands; says that a number is meant to be typed.
///
/// `regels` holds the house rules that texts name: `regels.procent_vanaf` (the base from which
/// percentages are printed), `regels.woorden_vanaf` (the same for size words) and
/// `regels.klein_verschil` (smaller changes are "ongeveer gelijk").
///
/// ```
/// let mut environment = minijinja::Environment::new();
/// gemeentespiegel::language::register_filters(&mut environment);
/// let text = environment.render_str("{{ 2|meervoud('vraag', 'vragen') }}", ()).unwrap();
/// assert_eq!(text, "vragen");
/// let text = environment.render_str("{{ 3|rangwoord }}, {{ (-6)|met_teken }}", ()).unwrap();
/// assert_eq!(text, "derde, −6");
/// let text = environment.render_str("{{ ['Ede', 'Epe', 'Urk']|opgesomd }}", ()).unwrap();
/// assert_eq!(text, "Ede, Epe en Urk");
/// ```
pub fn register_filters(environment: &mut Environment<'static>) {
    environment.add_filter("in_woorden", dutch::in_words);
    environment.add_filter("duizendtallen", dutch::thousands);
    environment.add_filter("rangwoord", dutch::ordinal);
    environment.add_filter("met_teken", dutch::signed);
    environment.add_filter("opgesomd", |parts: Vec<String>| dutch::join(&parts));
    environment.add_filter("meervoud", fitting);
    environment.add_filter("laatste_samen", with_last_word_bound);
    environment.add_filter("letterlijk", as_it_stands);
    environment.add_global(
        "regels",
        context! {
            procent_vanaf => phrases::PERCENT_BASE,
            woorden_vanaf => SIZE_WORDS_FROM,
            klein_verschil => SMALL_CHANGE,
        },
    );
}

fn with_last_word_bound(text: String) -> String {
    match text.rsplit_once(' ') {
        Some((before, last)) => format!("{before}\u{a0}{last}"),
        None => text,
    }
}

/// Changes nothing: a mark for `spiegel check`.
fn as_it_stands(text: String) -> String {
    text
}

fn fitting(number: u32, one: String, many: String) -> String {
    Noun { one: &one, many: &many }.of(number).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_of_a_heading_is_not_alone() {
        assert_eq!(with_last_word_bound("een plan van B en W".into()), "een plan van B en\u{a0}W");
        assert_eq!(with_last_word_bound("Respons".into()), "Respons");
    }
}
