//! What was probably meant by a name in a template that is not known.

use minijinja::value::ValueKind;
use minijinja::{Environment, Value};

use crate::diagnostics::nearest;
use crate::language::FILTERS;

/// What is said of a template that does not end.
pub(super) const ENDLESS: &str = "the template takes more steps than any document needs: one of \
                                  its loops goes on and on";

/// The filters of minijinja itself that a template may use.
const OWN_OF_MINIJINJA: [&str; 31] = [
    "abs",
    "attr",
    "batch",
    "bool",
    "capitalize",
    "default",
    "first",
    "float",
    "format",
    "groupby",
    "indent",
    "int",
    "items",
    "join",
    "last",
    "length",
    "list",
    "lower",
    "map",
    "max",
    "min",
    "reject",
    "replace",
    "reverse",
    "round",
    "select",
    "sort",
    "split",
    "trim",
    "unique",
    "upper",
];

/// How deep values are looked through for names, and how many elements of a list.
const DEEPEST: usize = 8;
const ELEMENTS: usize = 3;

/// What to do about a fault, when its message names what is not known.
pub(super) fn of(message: &str, environment: &Environment, values: &Value) -> Option<String> {
    if message == ENDLESS {
        return Some("let it go through a list that is not so long".to_owned());
    }
    if let Some(name) = between(message, "filter ", " is unknown") {
        let names = || FILTERS.iter().chain(&OWN_OF_MINIJINJA).copied();
        return Some(suggested(name, names()).unwrap_or_else(|| {
            format!("filters are {}, and those of minijinja, such as `upper`", FILTERS.join(", "))
        }));
    }
    let globals = || environment.globals().map(|(name, _)| name.to_owned());
    if let Some(path) = between(message, "`", "` is undefined") {
        let name = path.rsplit('.').next().unwrap_or(path);
        let mut names = Vec::new();
        match path.contains('.') {
            true => names_in(values, DEEPEST, &mut names),
            false => names_in(values, 1, &mut names),
        }
        names.extend(globals());
        return suggested(name, names.iter().map(String::as_str));
    }
    let name = message.strip_suffix(" is unknown")?;
    let names: Vec<_> = globals().filter(|name| name != "debug" && name != "namespace").collect();
    let names = || names.iter().map(String::as_str);
    Some(
        suggested(name, names())
            .unwrap_or_else(|| format!("functions are {}", names().collect::<Vec<_>>().join(", "))),
    )
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (head, _) = text.split_once(after)?;
    head.rsplit_once(before).map(|(_, name)| name)
}

fn suggested<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    Some(format!("did you mean `{}`?", nearest(name, names)?))
}

/// The names of all attributes of a value.
fn names_in(value: &Value, depth: usize, names: &mut Vec<String>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let Ok(elements) = value.try_iter() else { return };
    match value.kind() {
        ValueKind::Map => {
            for name in elements {
                let Some(text) = name.as_str() else { continue };
                if !names.iter().any(|known| known == text) {
                    names.push(text.to_owned());
                }
                if let Ok(inner) = value.get_item(&name) {
                    names_in(&inner, depth, names);
                }
            }
        }
        ValueKind::Seq => {
            elements.take(ELEMENTS).for_each(|element| names_in(&element, depth, names));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use minijinja::context;

    use super::super::environment::{Format, Marks, environment};
    use super::*;

    #[test]
    fn every_filter_that_is_named_is_there() {
        let mut environment = environment(Format::Typst, Marks::None);
        crate::language::register_filters(&mut environment);
        for filter in FILTERS.iter().chain(&OWN_OF_MINIJINJA) {
            let found = environment.render_str(&format!("{{{{ 'x'|{filter} }}}}"), ());
            let unknown = found.is_err_and(|error| error.to_string().contains("is unknown"));
            assert!(!unknown, "{filter}");
        }
    }

    #[test]
    fn what_was_meant_is_suggested() {
        let environment = environment(Format::Typst, Marks::None);
        let values = context! { gemeente => "Ede", vragen => [context! { kop => context! { aantal => 3 } }] };
        for (message, help) in [
            ("`gemente` is undefined", Some("did you mean `gemeente`?")),
            ("`vraag.kop.aantl` is undefined", Some("did you mean `aantal`?")),
            ("filter uper is unknown", Some("did you mean `upper`?")),
            ("`xyzzy` is undefined", None),
        ] {
            assert_eq!(of(message, &environment, &values).as_deref(), help, "{message}");
        }
    }
}
