//! The words of this room as template filters. A number keeps its source through all of them.

use minijinja::{Environment, Error, ErrorKind, Value, context};

use super::number::{DRAWN_PERCENT_FROM, PERCENT_FROM};
use super::source::Source;
use super::wording::Wording;
use crate::disclosure::SMALL_CHANGE;
use crate::dutch::{self, Noun, SIZE_WORDS_FROM};

/// The names of the filters of this room that are no filters elsewhere, and `code`.
pub const FILTERS: [&str; 10] = [
    "code",
    "duizendtallen",
    "in_woorden",
    "laatste_samen",
    "letterlijk",
    "meervoud",
    "met_teken",
    "opgesomd",
    "rangwoord",
    "samen",
];

/// Adds the filters that templates use:
///
/// - `{{ 3|in_woorden }}`: `drie`; from eleven on digits;
/// - `{{ 3|rangwoord }}`: `derde`; from eleven on `11e`;
/// - `{{ 6|met_teken }}`: `+6`, and `−6` for a fall;
/// - `{{ namen|opgesomd }}`: `Ede, Epe en Urk`;
/// - `{{ 1|meervoud("gemeente", "gemeenten") }}`: the word that fits the number;
/// - `{{ 1137027|duizendtallen }}`: `1.137.027`;
/// - `{{ ["in ", jaar]|samen }}`: one text of several parts, each with its source;
/// - `{{ "drie korte woorden"|laatste_samen }}`: a no-break space before the last word, so that it
///   never stands alone on a line;
/// - `{{ "3 procentpunt"|letterlijk }}`: as it stands; says that a number is meant to be typed.
///
/// `regels` holds the house rules that texts name: `regels.procent_vanaf` (the base from which
/// texts print percentages), `regels.woorden_vanaf` (the same for size words),
/// `regels.balk_procent_vanaf` (the same for percentages in drawings) and `regels.klein_verschil`
/// (smaller changes are "ongeveer gelijk").
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
    environment.add_filter("in_woorden", |value: Value| written(&value, dutch::in_words));
    environment.add_filter("rangwoord", |value: Value| written(&value, dutch::ordinal));
    environment.add_filter("duizendtallen", |value: Value| written(&value, dutch::thousands));
    environment.add_filter("met_teken", |value: Value| written(&value, dutch::signed));
    environment.add_filter("opgesomd", |parts: Vec<Value>| {
        Ok::<_, Error>(Wording::list(all("opgesomd", &parts)?))
    });
    environment.add_filter("samen", |parts: Vec<Value>| {
        Ok::<_, Error>(Wording::joined(all("samen", &parts)?, ""))
    });
    environment.add_filter("join", |parts: Vec<Value>, between: Option<String>| {
        let between = between.unwrap_or_default();
        Ok::<_, Error>(Wording::joined(all("join", &parts)?, &between))
    });
    environment.add_filter("capitalize", |text: Value| {
        Ok::<_, Error>(whole("capitalize", &text)?.map(str::to_lowercase).capitalised())
    });
    environment.add_filter("meervoud", fitting);
    environment.add_filter("laatste_samen", |text: Value| {
        Ok::<_, Error>(with_last_word_bound(&whole("laatste_samen", &text)?))
    });
    environment.add_filter("letterlijk", |text: String| Wording::said(text, None, Source::Typed));
    let rule = |number: u32| Wording::said(number.to_string(), Some(number.into()), Source::Rule);
    environment.add_global(
        "regels",
        context! {
            procent_vanaf => rule(PERCENT_FROM),
            woorden_vanaf => rule(SIZE_WORDS_FROM),
            balk_procent_vanaf => rule(DRAWN_PERCENT_FROM),
            klein_verschil => rule(SMALL_CHANGE.into()),
        },
    );
}

/// A value as a wording. A bare number was counted by the template.
fn whole(filter: &str, value: &Value) -> Result<Wording, Error> {
    // What a macro has printed is escaped, and must stay whole.
    if value.is_safe() {
        return Err(Error::new(
            ErrorKind::InvalidOperation,
            format!("`{filter}` can't change what a macro has printed; use it on the value itself"),
        ));
    }
    Ok(match Wording::of_value(value) {
        Some(wording) => wording,
        None if value.is_integer() => {
            Wording::said(value.to_string(), number(value).ok(), Source::Template)
        }
        None => value.to_string().into(),
    })
}

fn all(filter: &str, parts: &[Value]) -> Result<Vec<Wording>, Error> {
    parts.iter().map(|part| whole(filter, part)).collect()
}

/// The number of a value.
pub(super) fn number(value: &Value) -> Result<i64, Error> {
    let known = Wording::of_value(value).and_then(|wording| wording.number());
    known.or_else(|| i64::try_from(value.clone()).ok()).ok_or_else(|| {
        let message = format!("`{value}` is no whole number");
        Error::new(ErrorKind::InvalidOperation, message)
    })
}

/// A number in another form.
fn written<N: TryFrom<i64>>(value: &Value, form: fn(N) -> String) -> Result<Wording, Error> {
    let size = || Error::new(ErrorKind::InvalidOperation, "a number below zero has no such form");
    let text = form(N::try_from(number(value)?).map_err(|_| size())?);
    let known = Wording::of_value(value);
    let known = known.unwrap_or_else(|| Wording::said("", None, Source::Template));
    Ok(known.printed_as(text))
}

fn fitting(value: Value, one: String, many: String) -> Result<String, Error> {
    let number = u32::try_from(number(&value)?).unwrap_or(u32::MAX);
    Ok(Noun { one: &one, many: &many }.of(number).to_owned())
}

/// A no-break space in the place of the last space.
fn with_last_word_bound(text: &Wording) -> Wording {
    let bound = |piece: &str| match piece.rsplit_once(' ') {
        Some((before, last)) => format!("{before}\u{a0}{last}"),
        None => piece.to_owned(),
    };
    text.clone().map_last_with(' ', bound)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(template: &str, values: Value) -> String {
        let mut environment = Environment::new();
        register_filters(&mut environment);
        environment.render_str(template, values).unwrap()
    }

    #[test]
    fn the_last_word_of_a_heading_is_not_alone() {
        let bound = |text: Wording| with_last_word_bound(&text).to_string();
        assert_eq!(bound("een plan van B en W".into()), "een plan van B en\u{a0}W");
        assert_eq!(bound("Respons".into()), "Respons");
        let three = Wording::said("3", Some(3), Source::Rule);
        assert_eq!(bound(Wording::joined(["meer dan".into(), three], " ")), "meer dan\u{a0}3");
    }

    #[test]
    fn filters_keep_sources() {
        let mut environment = Environment::new();
        register_filters(&mut environment);
        let three = Wording::said("3", Some(3), Source::Rule);
        for (code, says) in [
            ("n|in_woorden|capitalize", "Drie"),
            ("[n, 'x']|join('; ')", "3; x"),
            ("[n, 'x', 'y']|opgesomd", "3, x en y"),
            ("['om ', n]|samen", "om 3"),
            ("n|met_teken", "+3"),
        ] {
            let found = environment.compile_expression(code).unwrap();
            let found = found.eval(context! { n => three.clone() }).unwrap();
            let wording = Wording::of_value(&found).unwrap_or_else(|| panic!("{code}"));
            assert_eq!(wording.to_string(), says, "{code}");
            assert_eq!(wording.sources().collect::<Vec<_>>(), [&Source::Rule], "{code}");
        }
        let values = context! { n => three };
        assert_eq!(rendered("{{ n|meervoud('een', 'meer') }}", values), "meer");
        assert_eq!(rendered("{{ [1, 2]|join(', ') }}", context! {}), "1, 2");
    }
}
