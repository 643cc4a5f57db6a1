//! All messages about a questionnaire, one function each.

use std::fmt::Display;

use super::codes;
use super::model::Wave;
use crate::diagnostics::{Code, Diagnostic, Place, nearest};
use crate::dutch::slug;

/// A longer id is not proposed.
const LONGEST_ID: usize = 60;

/// An id or code with other characters than slugs have.
pub(super) fn malformed_id(place: Place, what: &str, id: &str) -> Diagnostic {
    let expected = "expected lower-case letters, digits and hyphens";
    let message = if id.is_empty() {
        format!("empty {what}, {expected}")
    } else {
        format!("malformed {what} `{id}`, {expected}")
    };
    let finding = Diagnostic::new(&codes::MALFORMED_ID, place, message);
    match slug(&id.chars().take(LONGEST_ID).collect::<String>()) {
        meant if !meant.is_empty() => finding.help(format!("write `{meant}`")),
        _ => finding.help("write a short name such as `deelname-themadag`"),
    }
}

/// Two options (or rows) that an answer can't tell apart.
pub(super) fn ambiguous_option(
    place: Place,
    what: &str,
    (one, other): (&str, &str),
    word: &str,
    wave: Wave,
    first: Place,
) -> Diagnostic {
    Diagnostic::new(
        &codes::AMBIGUOUS_OPTION,
        place,
        format!("`{word}` stands for {what} `{one}` and for {what} `{other}` in wave {wave}, expected one of the two"),
    )
    .label("again here")
    .related(first, "first here")
    .help("give one of them another label; a label may not be the code of another one either")
}

/// A label that a list of other options would be too.
pub(super) fn label_is_a_list(place: Place, code: &str, label: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::AMBIGUOUS_OPTION,
        place,
        format!("the label of `{code}`, `{label}`, is also a list of other options"),
    )
    .help(
        "write the label in another way (`en` in the place of the sign), and answers by their code",
    )
}

/// An id that is the heading of another column.
pub(super) fn reserved_id(place: Place, id: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::RESERVED_ID,
        place,
        format!("`{id}` is the heading of a column that is no question"),
    )
    .help("give the question another id")
}

/// A numeric question that takes every number.
pub(super) fn open_range(
    place: Place,
    id: &str,
    below: Option<&str>,
    above: Option<&str>,
) -> Diagnostic {
    let low = below.map(|band| format!("-99 would count as `{band}`"));
    let high = above.map(|band| format!("99999 would count as `{band}`"));
    let examples: Vec<String> = low.into_iter().chain(high).collect();
    let key = match (below, above) {
        (Some(_), Some(_)) => "`min` and `max`",
        (Some(_), None) => "`min`",
        _ => "`max`",
    };
    Diagnostic::new(
        &codes::OPEN_RANGE,
        place,
        format!("question `{id}` takes any number: {}", examples.join(", ")),
    )
    .help(format!(
        "write {key}; a number that an export has for \"no answer\" goes under `no_answer`"
    ))
}

/// A code for "no answer" that is an answer too.
pub(super) fn no_answer_taken(
    place: Place,
    code: &str,
    id: &str,
    taken: &str,
    own: bool,
) -> Diagnostic {
    let help = if own {
        "remove it here, or change the options, `min` or `max` of the question"
    } else {
        "give the question a list `no_answer` of its own (`[]` when it has none)"
    };
    Diagnostic::new(
        &codes::NO_ANSWER_TAKEN,
        place,
        format!("`{code}` means \"no answer\", and is also {taken} of question `{id}`"),
    )
    .help(help)
}

/// An id or code that was already given away.
pub(super) fn duplicate_id(place: Place, what: &str, id: &str, first: Place) -> Diagnostic {
    Diagnostic::new(&codes::DUPLICATE_ID, place, format!("{what} `{id}` is already taken"))
        .label("again here")
        .related(first, "first here")
        .help("give one of the two another name; the older one keeps its name")
}

/// A text without letters.
pub(super) fn empty_text(place: Place, key: &str) -> Diagnostic {
    Diagnostic::new(&codes::EMPTY_TEXT, place, format!("`{key}` is empty, expected text"))
        .help("write the text, or remove the key if it may be absent")
}

/// A questionnaire without questions.
pub(super) fn no_questions(place: Place) -> Diagnostic {
    Diagnostic::new(&codes::NO_QUESTIONS, place, "this questionnaire has no questions")
        .help("add a question under `sections`")
}

/// A question that was never asked.
pub(super) fn no_waves(place: Place, id: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::NO_WAVES,
        place,
        format!("question `{id}` has no waves, expected at least one"),
    )
    .help("write the years in which it was asked, such as `waves: [2022, 2023]`")
}

/// A year in which no survey can have been held.
pub(super) fn implausible_wave(place: Place, wave: u16) -> Diagnostic {
    let message = format!("implausible wave {wave}, expected a year from 1990 to 2100");
    Diagnostic::new(&codes::IMPLAUSIBLE_WAVE, place, message)
        .help("write the year with four digits")
}

/// A wave that stands twice in one list.
pub(super) fn duplicate_wave(place: Place, wave: u16, first: Place) -> Diagnostic {
    Diagnostic::new(&codes::DUPLICATE_WAVE, place, format!("wave {wave} stands twice"))
        .label("again here")
        .related(first, "first here")
        .help("keep one of the two")
}

/// A wave in which the question, option or row was not asked.
pub(super) fn wave_not_asked(place: Place, wave: u16, of: &str, asked: &[u16]) -> Diagnostic {
    let asked: Vec<String> = asked.iter().map(ToString::to_string).collect();
    let message = format!("wave {wave} is not a wave of {of}");
    Diagnostic::new(&codes::WAVE_NOT_ASKED, place, message)
        .help(format!("choose from {}, or add {wave} to the `waves` of {of}", asked.join(", ")))
}

/// A break at the first wave.
pub(super) fn idle_break(place: Place, wave: u16) -> Diagnostic {
    let message = format!("a break at {wave} has no effect: it is the first wave of the question");
    Diagnostic::new(&codes::IDLE_BREAK, place, message)
        .help("remove the break, or name the first wave of the new form")
}

/// A key that the kind of question does not take.
pub(super) fn superfluous_key(place: Place, key: &str, kind: &str, takers: &str) -> Diagnostic {
    let message = format!("`{key}` does not go with kind `{kind}`, only with {takers}");
    Diagnostic::new(&codes::SUPERFLUOUS_KEY, place, message)
        .help(format!("remove `{key}`, or change the kind"))
}

/// A key without which the kind of question makes no sense.
pub(super) fn too_few(
    place: Place,
    key: &str,
    kind: &str,
    least: usize,
    found: usize,
) -> Diagnostic {
    let message = format!("kind `{kind}` needs at least {least} under `{key}`, found {found}");
    Diagnostic::new(&codes::TOO_FEW_OPTIONS, place, message).help(format!("add to `{key}`"))
}

/// A figure form that cannot show this kind of question.
pub(super) fn unfit_figure(place: Place, form: &str, kind: &str, fit: &str) -> Diagnostic {
    let message = format!("figure `{form}` cannot show kind `{kind}`, expected {fit}");
    Diagnostic::new(&codes::UNFIT_FIGURE, place, message)
        .help("choose another form, or remove `figure` to get the usual one")
}

/// Something is referred to that does not exist.
pub(super) fn unknown<'a>(
    code: &'static Code,
    place: Place,
    what: &str,
    id: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Diagnostic {
    const MOST: usize = 20;
    let suggestion = nearest(id, known.clone());
    let listed: Vec<&str> = known.clone().take(MOST).collect();
    let more = if known.count() > MOST { ", ..." } else { "" };
    let known = match listed.as_slice() {
        [] => "there are none here".to_owned(),
        listed => format!("known here: {}{more}", listed.join(", ")),
    };
    let help = match suggestion {
        Some(word) => format!("did you mean `{word}`? {known}"),
        None => known,
    };
    Diagnostic::new(code, place, format!("unknown {what} `{id}`")).help(help)
}

/// The same code twice in one list of references.
pub(super) fn repeated(place: Place, code: &str) -> Diagnostic {
    Diagnostic::new(&codes::REPEATED_CODE, place, format!("`{code}` stands twice in this list"))
        .help("remove one of the two")
}

/// A net without members.
pub(super) fn empty_net(place: Place, net: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::EMPTY_NET,
        place,
        format!("net `{net}` has no options, expected at least two"),
    )
    .help("list the codes of the options under `of`")
}

/// A net of one option.
pub(super) fn net_of_one(place: Place, net: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::NET_OF_ONE,
        place,
        format!("net `{net}` has one option, expected at least two"),
    )
    .help("add an option, or remove the net: it would repeat the option")
}

/// Two nets of a question with several answers that share only some of their options.
pub(super) fn crossing_nets(
    place: Place,
    net: &str,
    other: &str,
    first: Option<Place>,
) -> Diagnostic {
    let message = format!("nets `{other}` and `{net}` share options, and each has others too");
    let finding = Diagnostic::new(&codes::CROSSING_NETS, place, message)
        .help("let the one hold all options of the other, or let them share none");
    match first {
        Some(first) => finding.related(first, "the other net"),
        None => finding,
    }
}

/// A net inside a net.
pub(super) fn nested_net(place: Place, net: &str, inner: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::NESTED_NET,
        place,
        format!("net `{inner}` stands inside net `{net}`, expected options"),
    )
    .help(format!("list the options of `{inner}` instead"))
}

/// A net with an option that is outside the base.
pub(super) fn net_outside_base(place: Place, net: &str, option: &str) -> Diagnostic {
    let message = format!("net `{net}` holds `{option}`, which is not part of the base");
    Diagnostic::new(&codes::NET_OUTSIDE_BASE, place, message)
        .help(format!("remove `{option}` from the net, or its `not_applicable`"))
}

/// Options that come or go without a word about comparing.
pub(super) fn options_changed(
    place: Place,
    of: &str,
    (earlier, later): (Wave, Wave),
    changed: &[&str],
) -> Diagnostic {
    let changed: Vec<String> = changed.iter().map(|code| format!("`{code}`")).collect();
    let changed = changed.join(", ");
    let message = format!(
        "the options of {of} changed from {earlier} to {later} ({changed}) without a break"
    );
    Diagnostic::new(&codes::OPTIONS_CHANGED, place, message).help(format!(
        "add a break at {later} with its reason, and under `keeps` what may be compared all the same; or write `same_as` at an option that means the same"
    ))
}

/// Words that changed while the waves are compared.
pub(super) fn wording_changed(
    place: Place,
    of: &str,
    (earlier, later): (Wave, Wave),
    (before, after): &(String, String),
) -> Diagnostic {
    let change = match (before.as_str(), after.as_str()) {
        ("", after) => format!("`{after}` was added"),
        (before, "") => format!("`{before}` is gone"),
        (before, after) => format!("`{before}` became `{after}`"),
    };
    Diagnostic::new(
        &codes::WORDING_CHANGED,
        place,
        format!("the words of {of} changed from {earlier} to {later} without a break: {change}"),
    )
    .help(format!(
        "add a break at {later} if the years can't be compared; if the same was meant, write `same_meaning: true` beside the other words"
    ))
}

/// Options that are declared the same in a circle.
pub(super) fn cyclic_same_as(place: Place, chain: &[&str]) -> Diagnostic {
    Diagnostic::new(
        &codes::CYCLIC_SAME_AS,
        place,
        format!("`same_as` runs in a circle: {}", arrows(chain)),
    )
    .help("let the later option name the earlier one, not the other way round")
}

/// Two options declared the same that could be chosen in the same wave.
pub(super) fn same_as_overlap(
    place: Place,
    later: &str,
    earlier: &str,
    wave: impl Display,
) -> Diagnostic {
    let message =
        format!("`{later}` cannot be the same as `{earlier}`: both could be chosen in {wave}");
    Diagnostic::new(&codes::SAME_AS_OVERLAP, place, message)
        .help("give each option the `waves` in which it could be chosen")
}

/// A question that is the same as another one that still exists.
pub(super) fn same_as_question(place: Place, id: &str, other: Place) -> Diagnostic {
    let message = format!("`same_as` names `{id}`, which is a question of its own");
    Diagnostic::new(&codes::SAME_AS_QUESTION, place, message)
        .related(other, "this question")
        .help("`same_as` is for an id that only older files of answers use; remove one of the two questions")
}

/// Questions whose conditions wait for each other.
pub(super) fn cyclic_routing(place: Place, chain: &[&str]) -> Diagnostic {
    Diagnostic::new(
        &codes::CYCLIC_ROUTING,
        place,
        format!("conditions run in a circle: {}", arrows(chain)),
    )
    .help("remove one of these conditions")
}

/// A condition on a question without a single set of options.
pub(super) fn unfit_condition(place: Place, id: &str, kind: &str) -> Diagnostic {
    let message = format!(
        "a condition cannot look at `{id}` of kind `{kind}`, expected single, multi or numeric"
    );
    Diagnostic::new(&codes::UNFIT_CONDITION, place, message)
        .help("let the condition look at another question")
}

/// A condition that nothing can fulfil.
pub(super) fn empty_condition(place: Place, id: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::EMPTY_CONDITION,
        place,
        format!("the condition on `{id}` names no options"),
    )
    .help("list the codes of which at least one must be chosen")
}

/// A wave in which the deciding question was not asked: nobody can fail the condition.
pub(super) fn condition_not_asked(place: Place, id: &str, wave: impl Display) -> Diagnostic {
    let message =
        format!("`{id}` was not asked in {wave}, so everybody passes this condition in that wave");
    Diagnostic::new(&codes::CONDITION_NOT_ASKED, place, message)
        .help("check the waves of both questions")
}

/// A smallest value above the largest.
pub(super) fn min_above_max(place: Place, min: i64, max: i64, other: Place) -> Diagnostic {
    Diagnostic::new(
        &codes::MIN_ABOVE_MAX,
        place,
        format!("smallest value {min} is above largest value {max}"),
    )
    .related(other, "largest value")
    .help("exchange the two numbers")
}

/// Two classes that share a number.
pub(super) fn overlapping_bands(place: Place, one: &str, other: &str, first: Place) -> Diagnostic {
    Diagnostic::new(
        &codes::OVERLAPPING_BANDS,
        place,
        format!("bands `{one}` and `{other}` overlap"),
    )
    .related(first, "the other band")
    .help("`from` and `to` both belong to the band: let each band begin one above the last")
}

/// A headline that does not say where the option or row belongs.
pub(super) fn headline_without_place(place: Place) -> Diagnostic {
    Diagnostic::new(
        &codes::HEADLINE_WITHOUT_PLACE,
        place,
        "the headline does not have `{}` once, expected the place of the option or row",
    )
    .help("write it as in `Grootste uitdaging: {}`")
}

/// A key question about which a factsheet has nothing to say.
pub(super) fn key_without_findings(place: Place, id: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::KEY_WITHOUT_FINDINGS,
        place,
        format!("key question `{id}` has no findings"),
    )
    .help("add `findings`: short sentence ends after \"Uw gemeente\"")
}

/// A short label that does not fit inside a bar.
pub(super) fn long_short(place: Place, length: usize, most: usize) -> Diagnostic {
    let message = format!("short label of {length} characters, expected at most {most}");
    Diagnostic::new(&codes::LONG_SHORT_LABEL, place, message).help("shorten it")
}

/// A question for the council that is hard to read.
pub(super) fn long_council_question(place: Place, words: usize, most: usize) -> Diagnostic {
    let message = format!("question for the council of {words} words, expected at most {most}");
    Diagnostic::new(&codes::LONG_COUNCIL_QUESTION, place, message).help("shorten it or split it")
}

/// A word that judges (methods.md#plain-dutch).
pub(super) fn judging_word(place: Place, word: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::JUDGING_WORD,
        place,
        format!("`{word}` judges, expected words without an opinion"),
    )
    .help("describe what was answered")
}

/// A sentence that is hard to read (methods.md#plain-dutch).
pub(super) fn long_sentence(place: Place, sentence: &str, words: usize, most: usize) -> Diagnostic {
    let message = format!("a sentence of {words} words, expected at most {most}: `{sentence}`");
    Diagnostic::new(&codes::LONG_SENTENCE, place, message).help("split it")
}

fn arrows(chain: &[&str]) -> String {
    let quoted: Vec<String> = chain.iter().map(|id| format!("`{id}`")).collect();
    quoted.join(" -> ")
}

/// Options of a key question that don't say whether who chooses them does what is asked about.
pub(super) fn key_without_marks(place: Place, id: &str, codes: &[&str]) -> Diagnostic {
    let which = match codes {
        [] => "its options".to_owned(),
        codes => codes.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", "),
    };
    let message = format!("key question `{id}` gives no mark to {which}");
    Diagnostic::new(&codes::KEY_WITHOUT_MARKS, place, message)
        .help("write under `sheet: answers:` a `mark` (does, part, not, none) for each option")
}

/// Long words that stand on the sheets for want of short ones.
pub(super) fn long_words_on_sheet(place: Place, id: &str, row: bool, codes: &[&str]) -> Diagnostic {
    let quoted: Vec<_> = codes.iter().map(|code| format!("`{code}`")).collect();
    let lacks = match (row, &quoted[..]) {
        (true, []) => "`row`".to_owned(),
        (false, codes) => format!("`brief` for {}", codes.join(", ")),
        (true, codes) => format!("`row`, and `brief` for {}", codes.join(", ")),
    };
    let message = format!("key question `{id}` has long words and no short ones: {lacks}");
    Diagnostic::new(&codes::LONG_WORDS_ON_SHEET, place, message).help("write them under `sheet`")
}

/// A question for the council without a task.
pub(super) fn council_question_without_role(place: Place) -> Diagnostic {
    let message = "this question for the council has no `role`";
    Diagnostic::new(&codes::COUNCIL_QUESTION_WITHOUT_ROLE, place, message)
        .help("write one of the tasks under `council_roles`")
}

/// A name that its row has no room for.
pub(super) fn long_row_name(place: Place, length: usize, most: usize) -> Diagnostic {
    let message = format!("name of a row of {length} characters, expected at most {most}");
    Diagnostic::new(&codes::LONG_ROW_NAME, place, message).help("shorten it")
}
