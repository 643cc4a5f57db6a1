//! Findings as text: code frames for people, one line each for editors, JSON for programs.
//!
//! The frames are drawn by annotate-snippets, which cuts lines of megabytes to the width of a
//! screen. What it takes as it is (messages, paths, labels) is made harmless here first, so
//! that no control character in the user's file spoils the screen.

use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Message, Origin, Renderer, Snippet,
};
use serde_json::json;

use super::words::harmless;
use super::{
    Code, Diagnostic, Diagnostics, FileId, Place, Severity, SourceMap, Span, for_json, for_screen,
};

/// How much of a finding is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// With the line it is about, and what to do.
    Full,
    /// One line each, for editors and logs.
    Short,
}

/// All findings as text, in the order of their places.
#[must_use]
pub fn render(diagnostics: &Diagnostics, style: Style, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(WIDTH);
    let sources = &diagnostics.sources;
    let (shown, more) = diagnostics.shown();
    let shown = shown.into_iter().map(|finding| match style {
        Style::Short => short(sources, finding) + "\n",
        Style::Full => renderer.render(&[full(sources, finding)]) + "\n\n",
    });
    let more = more.into_iter().map(|((code, path), count)| {
        let words = more_of(code, count);
        one_line(&format!("{path}: {}[{code}]: {words}", code.severity.word())) + "\n"
    });
    shown.chain(more).collect()
}

/// What is said of findings that are counted only.
fn more_of(code: &Code, count: usize) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} more {}{plural} of this kind (`--all` shows them)", code.severity.word())
}

/// Longer lines of the user's file are cut around the place.
const WIDTH: usize = 120;
/// So many characters are marked at most.
const LONGEST_MARK: usize = 80;

/// All findings as JSON, one object per line, in the order of their places.
#[must_use]
pub fn render_json(diagnostics: &Diagnostics) -> String {
    let mut lines = String::new();
    let (shown, more) = diagnostics.shown();
    for finding in shown {
        let at = Address::of(&diagnostics.sources, &finding.place);
        let object = json!({
            "code": finding.code.name,
            "severity": finding.severity().word(),
            "path": at.path,
            "line": at.line,
            "column": at.column,
            "cell": at.cell,
            "message": finding.message,
            "help": finding.help,
        });
        lines.push_str(&for_json(&object.to_string()));
        lines.push('\n');
    }
    for ((code, path), count) in more {
        let object = json!({
            "code": code.name,
            "severity": code.severity.word(),
            "path": path,
            "line": null,
            "column": null,
            "cell": null,
            "message": more_of(code, count),
            "help": "`--all` shows all",
            "more": count,
        });
        lines.push_str(&for_json(&object.to_string()));
        lines.push('\n');
    }
    lines
}

/// A place in the words of the user.
struct Address<'a> {
    path: &'a str,
    sheet: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    cell: Option<String>,
    hint: Option<&'a str>,
}

impl<'a> Address<'a> {
    fn of(sources: &'a SourceMap, place: &'a Place) -> Self {
        let nowhere =
            Address { path: "", sheet: None, line: None, column: None, cell: None, hint: None };
        match place {
            Place::File(path) => Address { path, ..nowhere },
            Place::Text(span) => {
                let (line, column) = sources.line_column(span.file, span.range.start);
                let path = sources.path(span.file);
                Address { path, line: Some(line), column: Some(column), ..nowhere }
            }
            Place::Cell { file, sheet, row, column, hint } => Address {
                path: sources.path(*file),
                sheet: sheet.as_deref(),
                line: (*row > 0).then_some(*row as usize),
                column: (*column > 0).then_some(*column as usize),
                cell: (*row > 0 && *column > 0).then(|| format!("{}{row}", letters(*column))),
                hint: hint.as_deref(),
            },
        }
    }

    /// `antwoorden.xlsx: sheet "Blad1", row 17, column "week" (F17)`.
    fn long(&self, place: &Place) -> String {
        if matches!(place, Place::Text(_)) {
            return self.short(place);
        }
        let mut parts = Vec::new();
        parts.extend(self.sheet.map(|sheet| format!("sheet \"{sheet}\"")));
        parts.extend(self.line.map(|row| format!("row {row}")));
        match (self.column, self.hint) {
            (Some(_), Some(hint)) => parts.push(format!("column \"{hint}\"")),
            (Some(column), None) => parts.push(format!("column {}", letters_of(column))),
            (None, Some(hint)) => parts.push(format!("({hint})")),
            (None, None) => {}
        }
        let cell = self.cell.as_ref().map_or(String::new(), |cell| format!(" ({cell})"));
        let inside = parts.join(", ");
        if inside.is_empty() {
            self.path.to_owned()
        } else {
            format!("{}: {inside}{cell}", self.path)
        }
    }

    /// `questionnaire.yaml:14:11`, `antwoorden.xlsx:Blad1!F17`, `antwoorden.csv:17`.
    fn short(&self, place: &Place) -> String {
        let sheet = self.sheet.map_or(String::new(), |sheet| format!("{sheet}!"));
        match (place, self.line, self.column, &self.cell) {
            (Place::Cell { .. }, _, _, Some(cell)) => format!("{}:{sheet}{cell}", self.path),
            (Place::Cell { .. }, None, Some(column), None) => {
                format!("{}:{sheet}{}", self.path, letters_of(column))
            }
            (_, Some(line), Some(column), _) => format!("{}:{line}:{column}", self.path),
            (_, Some(line), None, _) => format!("{}:{sheet}{line}", self.path),
            _ => self.path.to_owned(),
        }
    }
}

/// Spreadsheet letters of a one-based column: 1 = A, 27 = AA.
fn letters(mut column: u32) -> String {
    let mut reversed = Vec::new();
    while column > 0 {
        let digit = u8::try_from((column - 1) % 26).expect("a remainder below 26");
        reversed.push(char::from(b'A' + digit));
        column = (column - 1) / 26;
    }
    reversed.iter().rev().collect()
}

fn letters_of(column: usize) -> String {
    letters(u32::try_from(column).unwrap_or(u32::MAX))
}

/// `path:14:11: error[code]: message (help)`.
fn short(sources: &SourceMap, finding: &Diagnostic) -> String {
    let place = Address::of(sources, &finding.place).short(&finding.place);
    let severity = finding.severity().word();
    let help = finding.help.as_ref().map_or(String::new(), |help| format!(" ({help})"));
    one_line(&format!("{place}: {severity}[{}]: {}{help}", finding.code, finding.message))
}

/// The message, the place with its line or cell, related places, and what to do.
fn full<'a>(sources: &'a SourceMap, finding: &'a Diagnostic) -> Group<'a> {
    let level = match finding.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(one_line(&finding.message)).id(finding.code.name);
    let related = finding.related.iter();
    let mut framed = vec![];
    let group = if let Place::Text(span) = &finding.place {
        framed.push((span, AnnotationKind::Primary, finding.label.as_str()));
        framed.extend(related.clone().filter_map(|(place, words)| match place {
            Place::Text(span) => Some((span, AnnotationKind::Context, words.as_str())),
            _ => None,
        }));
        title.elements(snippets(sources, &framed))
    } else {
        let at = Address::of(sources, &finding.place).long(&finding.place);
        let label =
            (!finding.label.is_empty()).then(|| said(Level::NOTE.no_name(), &finding.label));
        title.element(Origin::path(one_line(&at))).elements(label)
    };
    let apart = related.filter(|(place, _)| framed.is_empty() || !matches!(place, Place::Text(_)));
    let notes = apart.map(|(place, words)| {
        let at = Address::of(sources, place).long(place);
        said(Level::NOTE.no_name(), &format!("{at}: {words}"))
    });
    let help = finding.help.as_ref().map(|help| said(Level::HELP, help));
    group.elements(notes).elements(help)
}

fn said(level: Level<'static>, words: &str) -> Message<'static> {
    level.message(one_line(words))
}

/// The marked lines, by file: that of the first mark in front.
fn snippets<'a>(
    sources: &'a SourceMap,
    marks: &[(&Span, AnnotationKind, &str)],
) -> Vec<Snippet<'a, Annotation<'a>>> {
    let mut files: Vec<FileId> = Vec::new();
    for (span, ..) in marks {
        if !files.contains(&span.file) {
            files.push(span.file);
        }
    }
    let snippet = |file| {
        let text = sources.text(file);
        let marks = marks.iter().filter(|(span, ..)| span.file == file);
        let marks = marks.map(|(span, kind, label)| {
            let label = (!label.is_empty()).then(|| one_line(label));
            kind.span(first_line(text, &span.range)).label(label)
        });
        Snippet::source(for_screen(text)).path(one_line(sources.path(file))).annotations(marks)
    };
    files.into_iter().map(snippet).collect()
}

/// The part of a span that is marked, on character boundaries whatever the span says.
///
/// A span over several lines is marked on its first line only: the message says what is
/// wrong, the mark says where to look.
fn first_line(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = floor(text, span.start);
    let end = floor(text, span.end).max(start);
    let line = text[start..end].split(['\r', '\n']).next().unwrap_or_default();
    let length = line.char_indices().nth(LONGEST_MARK).map_or(line.len(), |(at, _)| at);
    start..start + length
}

/// The nearest character boundary at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A text without line ends and control characters, cut when it is very long.
fn one_line(text: &str) -> String {
    const LONGEST: usize = 1000;
    let mut line: String = text.chars().take(LONGEST).map(harmless).collect();
    if text.chars().nth(LONGEST).is_some() {
        line.push('…');
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::codes;

    codes! {
        UNKNOWN_ANSWER: error "unknown-answer" {
            text: "an answer that is no option",
            meaning: "Nothing.",
            example: Situation,
            wrong: "wrong",
            right: "right",
            help: "nothing",
        }
        SOME_CODE: error "some-code" {
            text: "something is wrong",
            meaning: "Nothing.",
            example: Situation,
            wrong: "wrong",
            right: "right",
            help: "nothing",
        }
    }

    fn one(finding: Diagnostic, sources: SourceMap) -> Diagnostics {
        let mut diagnostics = Diagnostics { sources, ..Diagnostics::default() };
        diagnostics.push(finding);
        diagnostics
    }

    fn all_styles(diagnostics: &Diagnostics) -> String {
        let coloured = render(diagnostics, Style::Full, true);
        assert!(coloured.contains("\u{1b}["));
        let short = render(diagnostics, Style::Short, false);
        format!("{}{short}{}", render(diagnostics, Style::Full, false), render_json(diagnostics))
    }

    #[test]
    fn a_cell_is_named_as_a_spreadsheet_shows_it() {
        let mut sources = SourceMap::default();
        let file = sources.add("antwoorden.xlsx", "");
        let cell = |row, column, hint: Option<&str>| Place::Cell {
            file,
            sheet: Some("Blad1".to_owned()),
            row,
            column,
            hint: hint.map(str::to_owned),
        };
        let finding =
            Diagnostic::new(&UNKNOWN_ANSWER, cell(17, 6, Some("week")), "no option `jaa`")
                .label("of Zwolle")
                .related(cell(1, 6, None), "the column")
                .related(cell(0, 28, None), "a whole column")
                .help("did you mean `ja`?");
        insta::assert_snapshot!(all_styles(&one(finding, sources)), @r#"
        error[unknown-answer]: no option `jaa`
        --> antwoorden.xlsx: sheet "Blad1", row 17, column "week" (F17)
         = of Zwolle
         = antwoorden.xlsx: sheet "Blad1", row 1, column F (F1): the column
         = antwoorden.xlsx: sheet "Blad1", column AB: a whole column
         = help: did you mean `ja`?

        antwoorden.xlsx:Blad1!F17: error[unknown-answer]: no option `jaa` (did you mean `ja`?)
        {"cell":"F17","code":"unknown-answer","column":6,"help":"did you mean `ja`?","line":17,"message":"no option `jaa`","path":"antwoorden.xlsx","severity":"error"}
        "#);
    }

    #[test]
    fn the_codes_that_are_declared_are_listed() {
        assert_eq!(CODES, [&UNKNOWN_ANSWER, &SOME_CODE]);
    }

    #[test]
    fn letters_count_as_spreadsheets_do() {
        let columns = [1, 26, 27, 52, 702, 703, 16_384];
        assert_eq!(columns.map(letters), ["A", "Z", "AA", "AZ", "ZZ", "AAA", "XFD"]);
    }

    #[test]
    fn a_very_long_line_is_cut_around_the_place_and_keeps_its_column() {
        let mut sources = SourceMap::default();
        let long = format!("{}FOUT{}", "é".repeat(2_000_000), "x".repeat(6_000_000));
        let at = long.find("FOUT").expect("it is there");
        let file = sources.add("lang.yaml", long);
        let place = Place::Text(Span { file, range: at..at + 4 });
        let screen = all_styles(&one(Diagnostic::new(&SOME_CODE, place, "too long"), sources));
        assert!(screen.len() < 2000, "{} bytes", screen.len());
        assert!(screen.contains("lang.yaml:1:2000001"), "{screen}");
        assert!(screen.contains("éFOUTx") && screen.contains("^^^^"), "{screen}");
    }

    #[test]
    fn a_control_character_never_reaches_the_screen() {
        let mut sources = SourceMap::default();
        let file = sources.add("map\u{1b}[31m.yaml", "a: \u{1b}[31mrood\u{202e}om\u{7}\n");
        let place = Place::Text(Span { file, range: 3..9 });
        let finding = Diagnostic::new(&SOME_CODE, place, "found `\u{1b}[31m\nrood`");
        let screen = render(&one(finding, sources), Style::Full, false);
        assert!(!screen.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{screen:?}");
    }

    proptest::proptest! {
        #[test]
        fn odd_places_never_panic(
            text in "[a-zé€😀\\r\\n\t\u{1b}\u{85}]{0,300}",
            spans in proptest::collection::vec((0usize..400, 0usize..400), 1..5),
        ) {
            let mut sources = SourceMap::default();
            let file = sources.add("een.yaml", text);
            let mut places = spans.iter().map(|(start, end)| Span { file, range: *start..*end });
            let first = Place::Text(places.next().expect("at least one"));
            let mut finding = Diagnostic::new(&SOME_CODE, first, "odd").label("here");
            for span in places {
                finding = finding.related(Place::Text(span), "there");
            }
            all_styles(&one(finding, sources));
        }
    }
}
