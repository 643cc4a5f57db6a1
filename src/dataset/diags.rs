//! All messages about answers: one function per message.

use crate::calendar::Date;
use crate::diagnostics::{Diagnostic, Place};
use crate::questionnaire::Wave;
use crate::register::{FindError, Register};
use crate::responses::quoted;

use super::codes;
use super::form::Form;

// Columns

pub(super) fn unknown_column(
    place: Place,
    title: &str,
    wave: Wave,
    nearest: Option<&str>,
) -> Diagnostic {
    let help = match nearest {
        Some(nearest) => {
            format!("did you mean `{nearest}`? otherwise name the column in `ignore_columns`")
        }
        None => "name the column in `ignore_columns` if it is no question".to_owned(),
    };
    Diagnostic::new(
        &codes::UNKNOWN_COLUMN,
        place,
        format!("column {} belongs to no question of wave {wave}", quoted(title)),
    )
    .help(help)
}

/// A heading with the id of a question and a part that it doesn't have, or without one.
pub(super) fn unfit_part(place: Place, title: &str, wave: Wave, expected: &[String]) -> Diagnostic {
    let expected = match expected {
        [] => "no column".to_owned(),
        expected => list(expected, 6),
    };
    Diagnostic::new(
        &codes::UNKNOWN_COLUMN,
        place,
        format!(
            "column {} fits no part of its question in wave {wave}, expected {expected}",
            quoted(title)
        ),
    )
    .help("correct the heading, or name the column in `ignore_columns`")
}

/// Headings as another program writes them, with what was expected for each.
pub(super) fn foreign_headings(
    place: Place,
    style: &str,
    headings: &[(&str, &[String])],
) -> Diagnostic {
    const SHOWN: usize = 4;
    let mut before: Vec<&[String]> = Vec::new();
    // The possible headings of one question are listed once.
    let pairs = headings.iter().filter(|(_, expected)| {
        let new = !expected.is_empty() && !before.contains(expected);
        before.push(expected);
        new
    });
    let shown: Vec<String> = pairs
        .take(SHOWN)
        .map(|(title, expected)| format!("{} as {}", quoted(title), list(expected, 4)))
        .collect();
    let more = if headings.len() > shown.len() && !shown.is_empty() { ", …" } else { "" };
    let help = match shown.as_slice() {
        [] => "give each column the id of its question, with a dot and the option or row where there is one (`question.option`), or name it in `ignore_columns`".to_owned(),
        shown => format!("write {}{more}; name columns that are no question in `ignore_columns`", shown.join(", ")),
    };
    let count = headings.len();
    let (columns, have) = (plural(count, "heading is", "headings are"), quoted(headings[0].0));
    Diagnostic::new(
        &codes::FOREIGN_HEADINGS,
        place,
        format!("{count} {columns} {style}, the first {have}"),
    )
    .help(help)
}

/// Rows of headings below the first.
pub(super) fn second_headings(place: Place, rows: &[String], tool: Option<&str>) -> Diagnostic {
    let whose = tool.map_or(String::new(), |tool| format!(", as {tool} exports them"));
    let message = match rows {
        [row] => format!("row {row} is a second row of headings{whose}, expected answers"),
        rows => {
            let shown = rows.iter().take(6).cloned().collect::<Vec<_>>().join(", ");
            let more = if rows.len() > 6 { ", …" } else { "" };
            format!("rows {shown}{more} are headings too{whose}, expected answers")
        }
    };
    Diagnostic::new(&codes::SECOND_HEADINGS, place, message).help(
        "remove these rows: the first row names the columns, every next row is one questionnaire",
    )
}

pub(super) fn column_not_asked(
    place: Place,
    title: &str,
    wave: Wave,
    waves: &[Wave],
    filled: usize,
) -> Diagnostic {
    let years: Vec<String> = waves.iter().map(ToString::to_string).collect();
    Diagnostic::new(
        &codes::QUESTION_NOT_ASKED,
        place,
        format!(
            "column {} holds {filled} {}, but was not asked in wave {wave}, only in {}",
            quoted(title),
            plural(filled, "answer", "answers"),
            years.join(", "),
        ),
    )
    .help("add the wave to the questionnaire, or name the column in `ignore_columns`")
}

pub(super) fn duplicate_column(place: Place, title: &str, first: Place) -> Diagnostic {
    let at = column_words(&first);
    Diagnostic::new(
        &codes::DUPLICATE_COLUMN,
        place,
        format!("column {} holds the same as {at}, expected one of them", quoted(title)),
    )
    .related(first, "the first one")
    .help("remove or rename one of the two")
}

pub(super) fn no_municipality_column(place: Place, nearest: Option<&str>) -> Diagnostic {
    let help = match nearest {
        Some(nearest) => format!("give column `{nearest}` the heading `gemeente`"),
        None => "add a column `gemeente` with the name or the CBS code".to_owned(),
    };
    Diagnostic::new(
        &codes::NO_MUNICIPALITY_COLUMN,
        place,
        "no column `gemeente`, expected one that says who answered",
    )
    .help(help)
}

pub(super) fn list_and_options(place: Place, question: &str, list: Place) -> Diagnostic {
    let at = column_words(&list);
    Diagnostic::new(
        &codes::LIST_AND_OPTIONS,
        place,
        format!(
            "question `{question}` has columns per option and a list in {at}, expected one of both"
        ),
    )
    .related(list, "the list")
    .help("remove the list, or the columns per option")
}

pub(super) fn missing_columns(
    place: Place,
    question: &str,
    wave: Wave,
    titles: &[String],
    files: usize,
) -> Diagnostic {
    let shown = list(titles, 4);
    let others = match files {
        1 => String::new(),
        files => format!(" in {files} files, the first is this one"),
    };
    Diagnostic::new(
        &codes::MISSING_COLUMN,
        place,
        format!("question `{question}` of wave {wave} has no column {shown}{others}"),
    )
    .help("its answers count as not given; add the column, or take the wave out of the question")
}

pub(super) fn missing_option_columns(
    place: Place,
    question: &str,
    wave: Wave,
    titles: &[String],
) -> Diagnostic {
    Diagnostic::new(
        &codes::MISSING_OPTION_COLUMN,
        place,
        format!(
            "question `{question}` has a column for some options, but none for {} of wave {wave}",
            list(titles, 4)
        ),
    )
    .help("add the column (with 0 where nobody ticked it), or write the `waves` of the option in the questionnaire")
}

// Respondents

pub(super) fn no_answers(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::NO_ANSWERS,
        place,
        format!("`{name}` gave no answer to any question, so it does not count as a respondent"),
    )
    .help("remove the row, or write `without_answers: counted` in the project file")
}

pub(super) fn no_municipality(place: Place) -> Diagnostic {
    Diagnostic::new(
        &codes::NO_MUNICIPALITY,
        place,
        "the row has no municipality, expected a name or a CBS code",
    )
    .help("fill in who answered, or empty the row")
}

pub(super) fn municipality(place: Place, text: &str, date: Date, error: &FindError) -> Diagnostic {
    let (shown, day) = (quoted(text), date);
    match error {
        FindError::NotValid { name, valid_to: Some(to), successors, .. } if date <= *to => {
            let begin = Register::KNOWN_FROM;
            let message = format!(
                "municipality {shown} ended on {to}, and the register begins on {begin}: {name} isn't in it"
            );
            Diagnostic::new(&codes::MUNICIPALITY_NOT_VALID, place, message).help(format!(
                "its answers can't be used; its area went to {}",
                list(successors, 6)
            ))
        }
        FindError::NotValid { name, successors, .. } => {
            let when = period(error);
            let same = name.as_str() == text.trim();
            let named = if same { String::new() } else { format!(" ({name})") };
            let message = format!("municipality {shown}{named} did not exist on {day}: {when}");
            Diagnostic::new(&codes::MUNICIPALITY_NOT_VALID, place, message)
                .help(successor_help(successors))
        }
        FindError::Ambiguous { names } => {
            let message = format!("municipality {shown} may be {}", list(names, 6));
            Diagnostic::new(&codes::AMBIGUOUS_MUNICIPALITY, place, message)
                .help("write the CBS code")
        }
        FindError::Unknown { nearest } => {
            let message =
                format!("unknown municipality {shown}, expected one that existed on {day}");
            let help = match nearest {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => "write the name as the CBS has it, or the CBS code".to_owned(),
            };
            Diagnostic::new(&codes::UNKNOWN_MUNICIPALITY, place, message).help(help)
        }
    }
}

/// Words about a failed search, for [`diags::municipality`].
fn period(error: &FindError) -> String {
    match error {
        FindError::NotValid { valid_to: Some(to), .. } => format!("it ended on {to}"),
        FindError::NotValid { valid_from: Some(from), .. } => format!("it began on {from}"),
        _ => String::new(),
    }
}

fn successor_help(successors: &[String]) -> String {
    match successors {
        [] => "check the reference date of the wave in the project file".to_owned(),
        names => format!(
            "its area went to {}; use that name, or check the reference date of the wave",
            list(names, 6),
        ),
    }
}

pub(super) fn double_respondent(place: Place, name: &str, at: &str, first: Place) -> Diagnostic {
    Diagnostic::new(
        &codes::DOUBLE_RESPONDENT,
        place,
        format!("`{name}` answered before, in {at}, expected once"),
    )
    .related(first, "the first answers")
    .help("keep the row that counts and remove the other")
}

pub(super) fn counted_twice(place: Place, name: &str, at: &str, answered: Place) -> Diagnostic {
    Diagnostic::new(
        &codes::COUNTED_TWICE,
        place,
        format!(
            "`{name}` is answered for here and answered itself, in {at}, so it would count twice"
        ),
    )
    .related(answered, "its own answers")
    .help("remove it from `ook-voor`, or remove its own row")
}

pub(super) fn listed_twice(place: Place, name: &str, at: &str, earlier: Place) -> Diagnostic {
    Diagnostic::new(
        &codes::LISTED_TWICE,
        place,
        format!("`{name}` is answered for twice, also in {at}"),
    )
    .related(earlier, "here too")
    .help("keep it in one place of `ook-voor`")
}

pub(super) fn names_itself(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::LISTED_TWICE,
        place,
        format!("`{name}` answers for itself, expected only other municipalities"),
    )
    .help("remove it from `ook-voor`")
}

pub(super) fn not_invited(place: Place, name: &str, list: Place) -> Diagnostic {
    Diagnostic::new(
        &codes::NOT_INVITED,
        place,
        format!("`{name}` answered but is not on the list of invited municipalities"),
    )
    .related(list, "the list")
    .help("add it to the list, or check the name")
}

// The invited list

pub(super) fn unknown_invited_column(place: Place, title: &str, nearest: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::UNKNOWN_INVITED_COLUMN,
        place,
        format!(
            "column {} is not used, expected `gemeente`, `contactpersoon`, `aangesloten-sinds`",
            quoted(title)
        ),
    )
    .help(format!("did you mean `{nearest}`? otherwise name the column in `ignore_columns`"))
}

pub(super) fn invited_twice(place: Place, name: &str, at: &str, earlier: Place) -> Diagnostic {
    Diagnostic::new(
        &codes::INVITED_TWICE,
        place,
        format!("`{name}` is on the list twice, also in {at}"),
    )
    .related(earlier, "here too")
    .help("remove one of the two rows")
}

pub(super) fn not_a_year(place: Place, text: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::NOT_A_YEAR,
        place,
        format!("{} is no year, expected a form like `2019`", quoted(text)),
    )
    .help("write the year with four digits, or leave the cell empty")
}

// Answers

pub(super) fn unknown_option(
    place: Place,
    question: &str,
    value: &str,
    codes: &[String],
    nearest: Option<&str>,
) -> Diagnostic {
    let help = match (nearest, Form::of(value)) {
        (_, Some(form)) => form.help_for_an_option().to_owned(),
        (Some(nearest), None) => format!("did you mean `{nearest}`?"),
        _ => "write the code or the label of an option, or leave the cell empty".to_owned(),
    };
    Diagnostic::new(
        &codes::UNKNOWN_OPTION,
        place,
        format!(
            "unknown option {} for question `{question}`, expected {}",
            quoted(value),
            list(codes, 8)
        ),
    )
    .help(help)
}

pub(super) fn option_not_asked(
    place: Place,
    question: &str,
    value: &str,
    wave: Wave,
    codes: &[String],
) -> Diagnostic {
    Diagnostic::new(
        &codes::OPTION_NOT_ASKED,
        place,
        format!(
            "option {} of question `{question}` could not be chosen in wave {wave}, expected {}",
            quoted(value),
            list(codes, 8),
        ),
    )
    .help("correct the answer, or add the wave to the option in the questionnaire")
}

pub(super) fn several_options(place: Place, question: &str, value: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::SEVERAL_OPTIONS,
        place,
        format!("{} are several options for question `{question}`, expected one", quoted(value)),
    )
    .help("keep one option, or make the question `multi` (a matrix: `several: true`)")
}

pub(super) fn exclusive_option(
    place: Place,
    question: &str,
    exclusive: &str,
    others: &[String],
) -> Diagnostic {
    Diagnostic::new(&codes::EXCLUSIVE_OPTION,
        place,
        format!(
            "option `{exclusive}` of question `{question}` is chosen together with {}, expected it alone",
            list(others, 4),
        ),
    )
    .help("ask the respondent which of them is meant, and remove the other")
}

pub(super) fn unknown_tick(place: Place, title: &str, value: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::UNKNOWN_TICK,
        place,
        format!(
            "{} in column {} is no tick, expected 1 or 0, ja or nee, x or nothing",
            quoted(value),
            quoted(title)
        ),
    )
    .help("write 1 where the option was chosen and 0 where it was not")
}

pub(super) fn unclear_ticks(place: Place, question: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::UNCLEAR_TICKS,
        place,
        format!("all cells of question `{question}` are empty, and other rows write both 0 and nothing for what was not ticked"),
    )
    .help("write 0 in these cells if the question was answered; write 0 in all rows for what was not ticked, so that empty cells mean a skipped question")
}

pub(super) fn not_a_number(place: Place, question: &str, value: &str) -> Diagnostic {
    let (what, help) = match Form::of(value) {
        Some(form) => (format!("{}, no whole number", form.what()), form.help_for_a_number()),
        None => (
            "no whole number".to_owned(),
            "write digits only, without unit, decimals or points between thousands",
        ),
    };
    Diagnostic::new(
        &codes::NOT_A_NUMBER,
        place,
        format!("{} is {what}, expected one for question `{question}`", quoted(value)),
    )
    .help(help)
}

pub(super) fn number_out_of_range(
    place: Place,
    question: &str,
    value: i64,
    min: Option<i64>,
    max: Option<i64>,
) -> Diagnostic {
    let expected = match (min, max) {
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("{min} or more"),
        (None, Some(max)) => format!("{max} or less"),
        (None, None) => "another number".to_owned(),
    };
    Diagnostic::new(
        &codes::NUMBER_OUT_OF_RANGE,
        place,
        format!("`{value}` is impossible for question `{question}`, expected {expected}"),
    )
    .help("correct the number, or change `min` and `max` in the questionnaire")
}

pub(super) fn number_outside_bands(place: Place, question: &str, value: i64) -> Diagnostic {
    Diagnostic::new(
        &codes::NUMBER_OUTSIDE_BANDS,
        place,
        format!("`{value}` falls in none of the bands of question `{question}`"),
    )
    .help("correct the number, or add a band to the questionnaire")
}

pub(super) fn codes_without_text(place: Place, question: &str, codes: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::CODES_WITHOUT_TEXT,
        place,
        format!(
            "question `{question}` has codes {} but no text that they were given to",
            quoted(codes)
        ),
    )
    .help("fill in the answer, or remove the codes")
}

pub(super) fn against_routing(
    place: Place,
    question: &str,
    wave: Wave,
    rows: &[String],
) -> Diagnostic {
    let count = rows.len();
    let shown = rows.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    let more = if count > 3 { ", …" } else { "" };
    let (answers, were) = (plural(count, "answer", "answers"), plural(count, "was", "were"));
    Diagnostic::new(
        &codes::ANSWER_AGAINST_ROUTING,
        place,
        format!(
            "{count} {answers} to question `{question}` in wave {wave} {were} ignored, \
             because the question does not apply there: {shown}{more}",
        ),
    )
    .help("check the answers to the questions in `applies_if`")
}

/// Answers of the same respondents that can hardly both be true.
pub(super) fn contradicting(
    place: Place,
    (question, answer): (&str, &str),
    (other, with): (&str, &str),
    wave: Wave,
    rows: &[String],
) -> Diagnostic {
    let shown = rows.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    let more = if rows.len() > 3 { ", …" } else { "" };
    let message = format!(
        "in wave {wave} {} {} {answer} to question `{question}` and {with} to `{other}`: \
         {shown}{more}",
        rows.len(),
        plural(rows.len(), "respondent answered", "respondents answered"),
    );
    Diagnostic::new(&codes::CONTRADICTING_ANSWERS, place, message)
        .help("ask them which of the two is right; both are counted as they stand")
}

// Words

const fn plural<'a>(count: usize, one: &'a str, several: &'a str) -> &'a str {
    if count == 1 { one } else { several }
}

/// The column of a place.
fn column_words(place: &Place) -> String {
    match place {
        Place::Cell { hint: Some(title), .. } => format!("column {}", quoted(title)),
        Place::Cell { column, .. } => format!("column {column}"),
        Place::Text(_) | Place::File(_) => "another column".to_owned(),
    }
}

/// Some words between backticks, and how many more there are.
fn list(words: &[String], most: usize) -> String {
    let mut shown: Vec<String> = words.iter().take(most).map(|word| quoted(word)).collect();
    if words.len() > most {
        shown.push(format!("{} more", words.len() - most));
    }
    match shown.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}

// Groups of the project's own

pub(super) fn no_groups(place: Place, missing: &[&str]) -> Diagnostic {
    let message = format!("a file of groups without the column `{}`", missing.join("`, `"));
    Diagnostic::new(&codes::NO_GROUPS, place, message)
        .help("give each municipality a row with `gemeente`, `groep` (a code) and `naam`")
}

pub(super) fn no_group_code(place: Place, text: &str) -> Diagnostic {
    let message = format!("{} is no code of a group", quoted(text));
    Diagnostic::new(&codes::NO_GROUP_CODE, place, message)
        .help("use at most 12 letters, digits and hyphens, such as `g3`; the name stands in `naam`")
}

pub(super) fn no_group_name(place: Place, group: &str) -> Diagnostic {
    Diagnostic::new(&codes::GROUP_NAME, place, format!("group `{group}` has no name here"))
        .help("fill in the same name in all rows of the group")
}

pub(super) fn two_group_names(place: Place, name: &str, first: &str, at: Place) -> Diagnostic {
    let message = format!("a group is called {} and {}", quoted(name), quoted(first));
    Diagnostic::new(&codes::GROUP_NAME, place, message)
        .related(at, "here otherwise")
        .help("fill in the same name in all rows of the group")
}

pub(super) fn in_two_groups(place: Place, name: &str, first: Place) -> Diagnostic {
    Diagnostic::new(&codes::IN_TWO_GROUPS, place, format!("`{name}` has a second row"))
        .related(first, "the first")
        .help("keep one row: each municipality is in one group")
}

pub(super) fn without_group(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&codes::WITHOUT_GROUP, place, format!("`{name}` answered and is in no group"))
        .help("give it a row, with the group that it belonged to")
}

// Figures from elsewhere

pub(super) fn no_context(place: Place, missing: &[&str]) -> Diagnostic {
    let message =
        format!("a file of context figures without the column `{}`", missing.join("`, `"));
    Diagnostic::new(&codes::NO_CONTEXT, place, message)
        .help("give it `gebied` and the columns that the project file names under `context`")
}

pub(super) fn no_context_number(place: Place, text: &str) -> Diagnostic {
    Diagnostic::new(&codes::NO_CONTEXT_NUMBER, place, format!("{} is no number", quoted(text)))
        .help(
            "write a number without a unit, such as `42,7`; leave the cell empty if there is none",
        )
}

pub(super) fn context_area_twice(place: Place, text: &str, first: Place) -> Diagnostic {
    Diagnostic::new(&codes::CONTEXT_AREA, place, format!("{} has a second row", quoted(text)))
        .related(first, "the first")
        .help("keep one row for each area")
}

pub(super) fn context_area_unclear(place: Place, text: &str) -> Diagnostic {
    let message = format!("{} is a province and a municipality", quoted(text));
    Diagnostic::new(&codes::CONTEXT_AREA, place, message)
        .help("write its CBS code (`PV26`, `GM0344`), or `provincie` before the name")
}
