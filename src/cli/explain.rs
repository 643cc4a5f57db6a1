//! `spiegel explain`: where a printed number comes from.

use std::fmt::Write as _;

use super::Ending;
use super::args::ExplainOptions;
use super::commands::{must_exist, read};
use super::terminal::{Terminal, counted};
use crate::documents;
use crate::production::{self, NoAnswer, Occurrence, Query, ResponseNumber, Source};

/// All places where the number is printed, as text or one JSON object per line.
pub(super) fn explain(options: &ExplainOptions, terminal: &Terminal) -> Ending {
    let (folder, document, what) = options.parts();
    if let Err(ending) = must_exist(folder, terminal) {
        return ending;
    }
    let mut diagnostics = terminal.diagnostics();
    let prepared = read(folder, None, terminal, &mut diagnostics);
    let templates = prepared
        .as_ref()
        .and_then(|prepared| production::templates(&prepared.project, &mut diagnostics));
    let (Some(prepared), Some(templates)) = (prepared, templates) else {
        terminal.findings(&diagnostics);
        return Ending::of(&diagnostics);
    };
    let found = production::document(&prepared, &templates, document).and_then(|(wave, job)| {
        let (what, bureau) = (what.to_owned(), options.bureau);
        production::explain(&prepared, &templates, &Query { wave, job, what, bureau })
    });
    match found {
        Ok(found) => show(&found, (document, what), terminal),
        Err(NoAnswer::NoDocument(name)) => {
            terminal.refuse(&format!(
                "this project has no document `{name}`; expected a name such as {}, or its \
                 file in the output folder",
                documents::example_names()
            ));
            Ending::WrongUse
        }
        Err(NoAnswer::Template(wave, error)) => {
            production::template_fault(&prepared, &templates, wave, &error, &mut diagnostics);
            terminal.findings(&diagnostics);
            Ending::Findings
        }
    }
}

fn show(found: &[Occurrence], (document, what): (&str, &str), terminal: &Terminal) -> Ending {
    if terminal.for_programs() {
        let lines: String = found
            .iter()
            .filter_map(|occurrence| serde_json::to_string(occurrence).ok())
            .map(|line| line + "\n")
            .collect();
        terminal.give_json(&lines);
    } else {
        let mut text = String::new();
        for (index, occurrence) in found.iter().enumerate() {
            describe(&mut text, index + 1, occurrence);
        }
        terminal.give_text(&text);
    }
    if found.is_empty() {
        terminal.refuse(&format!("`{what}` is not printed in `{document}`"));
        return Ending::Findings;
    }
    terminal.say(&format!("`{what}` is printed in {}", counted(found.len(), "place")));
    Ending::Good
}

fn describe(text: &mut String, number: usize, found: &Occurrence) {
    let mut line = |words: &str| writeln!(text, "{words}").expect("writing to a string");
    line(&format!("{number}. {}:{} ({})", found.template, found.line, found.place));
    line(&format!("   printed   {}", found.printed));
    line(&format!("   written   {}", found.written));
    match found.origin {
        "figure" | "response" => {}
        "typed" => line("   origin    typed in the template: it comes from no figure"),
        "unknown" => line("   origin    a text that the template made: its source is not known"),
        other => line(&format!("   origin    {}", other_words(other))),
    }
    let meanings = found.figures.len() + found.response.len();
    if meanings > 1 && found.place == "drawing" {
        line(&format!("   origin    {}:", counted(meanings, "figure")));
    } else if meanings > 1 {
        line("   origin    the change from one of these figures to the other:");
    }
    for source in &found.figures {
        for words in source_lines(source) {
            line(&words);
        }
    }
    for number in &found.response {
        for words in response_lines(number) {
            line(&words);
        }
    }
    line("");
}

/// What a number is that is no figure.
fn other_words(origin: &str) -> &str {
    match origin {
        "own answers" => "a count of the municipality's own answers",
        "survey" => "a count of what the questionnaire holds",
        "rule" => "a rule of the house, or the smallest group that is shown",
        "year" => "the year of a wave",
        "date" => "a date",
        "questionnaire" => "a text of the questionnaire",
        "project" => "a text of the project file",
        "template" => "counted by the template itself",
        other => other,
    }
}

fn source_lines(source: &Source) -> Vec<String> {
    let option = match (&source.option, &source.label) {
        (Some(code), Some(label)) if source.others => {
            format!("all answers but `{code}` ({label})")
        }
        (Some(code), Some(label)) => format!("option `{code}` ({label})"),
        _ => "the base of this question".to_owned(),
    };
    let row = source.row.as_ref().map_or_else(String::new, |row| format!(", row `{row}`"));
    let mut lines = vec![
        format!("   figure    question `{}`{row}, {option}", source.question),
        format!("             {}", source.text),
    ];
    let base = source.base.map_or_else(String::new, |base| format!(", base {base}"));
    lines.push(format!("             wave {}, group {}{base}", source.wave, source.group));
    if let Some(rounding) = &source.rounding {
        lines.push(format!("             {rounding}"));
    }
    lines.push(format!("             protection: {}", source.protection));
    lines.extend(names(source.respondents.as_deref()));
    lines
}

fn response_lines(number: &ResponseNumber) -> Vec<String> {
    let place = number.province.unwrap_or("the country");
    let mut lines = vec![
        format!("   response  {}: {}", number.what, number.count),
        format!("             wave {}, {place}", number.wave),
    ];
    lines.extend(number.rounding.iter().map(|rounding| format!("             {rounding}")));
    lines.extend(names(number.respondents.as_deref()));
    lines
}

/// Who is behind a number.
fn names(respondents: Option<&[String]>) -> Option<String> {
    let found = respondents?;
    let number = counted(found.len(), "respondent");
    Some(format!("             {number}: {}", found.join(", ")))
}
