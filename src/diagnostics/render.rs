//! Findings as text: code frames for people, one line each for editors, JSON for programs.
//!
//! Texts get their frame from codespan-reporting; cells and whole files get a frame of the
//! same look made here. Only the lines that a finding needs are handed over, cut and made
//! harmless first, so that neither a line of megabytes nor a control character in the
//! user's file spoils the screen.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::ops::Range;

use codespan_reporting::diagnostic as frame;
use codespan_reporting::files;
use codespan_reporting::term::{self, termcolor};
use serde_json::json;

use super::{Diagnostic, Diagnostics, FileId, Place, Severity, SourceMap, Span};

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
    let mut screen = if colour { termcolor::Buffer::ansi() } else { termcolor::Buffer::no_color() };
    for finding in diagnostics.sorted() {
        let sources = &diagnostics.sources;
        match (style, &finding.place) {
            (Style::Short, _) => short(&mut screen, sources, finding),
            (Style::Full, Place::Text(span)) => code_frame(&mut screen, sources, finding, span),
            (Style::Full, _) => plain_frame(&mut screen, sources, finding),
        }
    }
    String::from_utf8_lossy(screen.as_slice()).into_owned()
}

/// All findings as JSON, one object per line, in the order of their places.
#[must_use]
pub fn render_json(diagnostics: &Diagnostics) -> String {
    let mut lines = String::new();
    for finding in diagnostics.sorted() {
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
        lines.push_str(&object.to_string());
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
fn short(screen: &mut termcolor::Buffer, sources: &SourceMap, finding: &Diagnostic) {
    let place = Address::of(sources, &finding.place).short(&finding.place);
    let severity = finding.severity().word();
    let help = finding.help.as_ref().map_or(String::new(), |help| format!(" ({help})"));
    let line = format!("{place}: {severity}[{}]: {}{help}", finding.code, finding.message);
    writeln!(screen, "{}", one_line(&line)).expect(MEMORY);
}

const MEMORY: &str = "writing to memory does not fail";

/// A finding about a cell or a file: the look of a code frame without code.
fn plain_frame(screen: &mut termcolor::Buffer, sources: &SourceMap, finding: &Diagnostic) {
    let config = term::Config::default();
    let mut pen = term::Renderer::new(screen, &config);
    let place = Address::of(sources, &finding.place).long(&finding.place);
    let message = one_line(&finding.message);
    let mut draw = || -> Result<(), files::Error> {
        pen.render_header(None, severity(finding.severity()), Some(finding.code.name), &message)?;
        writeln!(pen, "  ┌─ {}", one_line(&place))?;
        if !finding.label.is_empty() {
            writeln!(pen, "  │  {}", one_line(&finding.label))?;
        }
        for note in notes(sources, finding, None) {
            pen.render_snippet_note(1, &note)?;
        }
        pen.render_empty()
    };
    draw().expect(MEMORY);
}

/// A finding about a text: the line, the place in it, related places, what to do.
fn code_frame(
    screen: &mut termcolor::Buffer,
    sources: &SourceMap,
    finding: &Diagnostic,
    span: &Span,
) {
    let mut excerpts = Excerpts { sources, files: BTreeMap::new() };
    let main = excerpts.label(span, frame::LabelStyle::Primary, &finding.label);
    let mut labels = vec![main];
    for (place, words) in &finding.related {
        if let Place::Text(other) = place {
            labels.push(excerpts.label(other, frame::LabelStyle::Secondary, words));
        }
    }
    excerpts.fill_gaps();
    let diagnostic = frame::Diagnostic::new(severity(finding.severity()))
        .with_code(finding.code.name)
        .with_message(one_line(&finding.message))
        .with_labels(labels)
        .with_notes(notes(sources, finding, Some(span)));
    let config = term::Config::default();
    term::emit_to_write_style(screen, &config, &excerpts, &diagnostic)
        .expect("labels lie within the excerpts that were made for them");
}

/// Related places that have no frame of their own, then what to do.
fn notes(sources: &SourceMap, finding: &Diagnostic, framed: Option<&Span>) -> Vec<String> {
    let mut notes = Vec::new();
    for (place, words) in &finding.related {
        if framed.is_none() || !matches!(place, Place::Text(_)) {
            let at = Address::of(sources, place).long(place);
            notes.push(one_line(&format!("{at}: {words}")));
        }
    }
    notes.extend(finding.help.as_ref().map(|help| format!("help: {}", one_line(help))));
    notes
}

const fn severity(severity: Severity) -> frame::Severity {
    match severity {
        Severity::Error => frame::Severity::Error,
        Severity::Warning => frame::Severity::Warning,
        Severity::Note => frame::Severity::Note,
    }
}

/// The same text without line ends and control characters, cut when it is very long.
fn one_line(text: &str) -> String {
    const LONGEST: usize = 1000;
    let mut line: String = text.chars().take(LONGEST).map(harmless).collect();
    if text.chars().nth(LONGEST).is_some() {
        line.push('…');
    }
    line
}

/// A character that may stand on a screen, as many bytes long as the one it replaces, so
/// that places stay right: no escape codes, no reversal of the writing direction.
const fn harmless(character: char) -> char {
    match character {
        '\t' => ' ',
        '\0'..='\u{1f}' | '\u{7f}' => '?',
        '\u{80}'..='\u{9f}' => '·',
        '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        other => other,
    }
}

/// Per file the lines that one finding needs.
struct Excerpts<'a> {
    sources: &'a SourceMap,
    files: BTreeMap<FileId, Excerpt>,
}

#[derive(Default)]
struct Excerpt {
    /// The lines after one another.
    text: String,
    /// By zero-based number of the line in the whole file.
    lines: BTreeMap<usize, Line>,
}

/// One line of an excerpt.
struct Line {
    /// Where it stands in the excerpt.
    at: Range<usize>,
    /// The bytes of the file that it shows.
    shown: Range<usize>,
    /// Bytes in front that are not in the file (`…`).
    lead: usize,
    /// Characters of the file's line that were cut off in front.
    cut: usize,
}

/// Longest line that is shown whole, and what is kept around the place in a longer one.
const LONGEST_LINE: usize = 200;
const BEFORE: usize = 60;
const AFTER: usize = 120;

impl Excerpts<'_> {
    /// A label for a span, whose line is put into the excerpt.
    ///
    /// A span over several lines is marked on its first line only: the message says what
    /// is wrong, the mark says where to look.
    fn label(
        &mut self,
        span: &Span,
        style: frame::LabelStyle,
        words: &str,
    ) -> frame::Label<FileId> {
        let (line, range) = self.first_line(span);
        let whole = self.sources.line_range(span.file, line).unwrap_or(0..0);
        let text = self.sources.text(span.file);
        let excerpt = self.files.entry(span.file).or_default();
        let shown = excerpt.take(line, text, whole, &range);
        frame::Label::new(style, span.file, shown.place(&range)).with_message(one_line(words))
    }

    /// Takes single lines between two marked ones: codespan-reporting shows those.
    fn fill_gaps(&mut self) {
        for (file, excerpt) in &mut self.files {
            let marked: Vec<usize> = excerpt.lines.keys().copied().collect();
            let gaps = marked.windows(2).filter(|pair| pair[1] == pair[0] + 2);
            for number in gaps.map(|pair| pair[0] + 1) {
                if let Some(whole) = self.sources.line_range(*file, number) {
                    let start = whole.start;
                    excerpt.take(number, self.sources.text(*file), whole, &(start..start));
                }
            }
        }
    }

    /// The line where a span begins and the part of the span in that line, on character
    /// boundaries, whatever the span says.
    fn first_line(&self, span: &Span) -> (usize, Range<usize>) {
        let text = self.sources.text(span.file);
        let start = floor(text, span.range.start);
        let (line, _) = self.sources.line_column(span.file, start);
        let whole = self.sources.line_range(span.file, line - 1).unwrap_or(start..start);
        let start = start.min(whole.end);
        let end = floor(text, span.range.end).clamp(start, whole.end.max(start));
        (line - 1, start..end)
    }
}

/// The nearest character boundary at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

impl Excerpt {
    fn take(
        &mut self,
        number: usize,
        text: &str,
        whole: Range<usize>,
        focus: &Range<usize>,
    ) -> &Line {
        let buffer = &mut self.text;
        self.lines.entry(number).or_insert_with(|| {
            let line = &text[whole.clone()];
            let (from, to) = window(line, focus.start - whole.start);
            let start = buffer.len();
            let lead = if from > 0 { "…" } else { "" };
            buffer.push_str(lead);
            buffer.extend(line[from..to].chars().map(harmless));
            if to < line.len() {
                buffer.push('…');
            }
            buffer.push('\n');
            Line {
                at: start..buffer.len(),
                shown: whole.start + from..whole.start + to,
                lead: lead.len(),
                cut: line[..from].chars().count(),
            }
        })
    }
}

/// The part of a line that is shown: all of it, or some characters around the focus.
fn window(line: &str, focus: usize) -> (usize, usize) {
    if line.char_indices().nth(LONGEST_LINE).is_none() {
        return (0, line.len());
    }
    let from = line[..focus].char_indices().rev().nth(BEFORE).map_or(0, |(at, _)| at);
    let to = line[focus..].char_indices().nth(AFTER).map_or(line.len(), |(at, _)| focus + at);
    (from, to)
}

impl Line {
    /// Where a place in the file stands in the excerpt.
    fn place(&self, range: &Range<usize>) -> Range<usize> {
        let moved = |offset: usize| {
            let offset = offset.clamp(self.shown.start, self.shown.end);
            self.at.start + self.lead + (offset - self.shown.start)
        };
        moved(range.start)..moved(range.end)
    }
}

impl<'a> files::Files<'a> for Excerpts<'_> {
    type FileId = FileId;
    type Name = String;
    type Source = &'a str;

    fn name(&'a self, id: FileId) -> Result<String, files::Error> {
        Ok(one_line(self.sources.path(id)))
    }

    fn source(&'a self, id: FileId) -> Result<&'a str, files::Error> {
        self.files.get(&id).map(|file| file.text.as_str()).ok_or(files::Error::FileMissing)
    }

    fn line_index(&'a self, id: FileId, byte: usize) -> Result<usize, files::Error> {
        let file = self.files.get(&id).ok_or(files::Error::FileMissing)?;
        let found = file.lines.iter().find(|(_, line)| line.at.contains(&byte));
        Ok(found.map_or(0, |(number, _)| *number))
    }

    fn column_number(
        &'a self,
        id: FileId,
        index: usize,
        byte: usize,
    ) -> Result<usize, files::Error> {
        let file = self.files.get(&id).ok_or(files::Error::FileMissing)?;
        let Some(line) = file.lines.get(&index) else {
            return Ok(1);
        };
        let before = file.text.get(line.at.start + line.lead..byte).unwrap_or_default();
        Ok(line.cut + before.chars().count() + 1)
    }

    /// A line between two marked ones stays empty when it was not needed.
    fn line_range(&'a self, id: FileId, index: usize) -> Result<Range<usize>, files::Error> {
        let file = self.files.get(&id).ok_or(files::Error::FileMissing)?;
        Ok(file.lines.get(&index).map_or(0..0, |line| line.at.clone()))
    }
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
          ┌─ antwoorden.xlsx: sheet "Blad1", row 17, column "week" (F17)
          │  of Zwolle
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
