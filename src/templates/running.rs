//! The running text of a Typst source: what a reader reads, paragraph by paragraph, without
//! the code around it, and which figures are defined and referred to.

use std::ops::Range;

use typst_syntax::{LinkedNode, SyntaxKind, ast, parse};

use super::source::in_place;

/// What can't be read in a Typst source as such: where it stands, and what is wrong.
#[must_use]
pub fn syntax_faults(source: &str) -> Vec<(Range<usize>, String)> {
    fn walk(node: &LinkedNode, found: &mut Vec<(Range<usize>, String)>) {
        if node.kind() == SyntaxKind::Error {
            let (errors, _) = node.errors_and_warnings();
            let message = errors.first().map(|error| error.message.to_string());
            found.push((node.range(), message.unwrap_or_default()));
        } else {
            node.children().for_each(|child| walk(&child, found));
        }
    }
    let (root, mut found) = (parse(source), Vec::new());
    walk(&LinkedNode::new(&root), &mut found);
    found
}

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// In the text.
    Body,
    /// A heading.
    Heading,
    /// The caption of a figure or table.
    Caption,
    /// A cell of a table.
    Cell,
    /// A note under a figure, or a line of less weight.
    Note,
    /// The description of a drawing for who can't see it.
    Description,
    /// What documents say about themselves: title, header, mark.
    Furniture,
}

/// A piece of text between two breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Where it stands.
    pub kind: TextKind,
    /// Its text: blanks are single, a reference is the word `figuur`.
    pub text: String,
    /// The kind of chapter in which it stands.
    pub chapter: Chapter,
    /// The figure or table that was defined last before it, or holds it.
    pub figure: Option<String>,
    /// Its place in a `tabel`.
    pub cell: Option<Cell>,
    /// Start in the text, start in the source.
    runs: Vec<(usize, usize)>,
}

impl Paragraph {
    /// The byte of the source that a byte of the text came from.
    #[must_use]
    pub fn source_at(&self, at: usize) -> usize {
        let run = self.runs.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        self.runs.get(run).map_or(0, |(start, source)| source + at.saturating_sub(*start))
    }

    /// The stretches of the text that stand in the source as they are, with their place there.
    pub(super) fn runs(&self) -> impl Iterator<Item = (Range<usize>, usize)> {
        self.runs.iter().enumerate().map(|(index, (start, source))| {
            let end = self.runs.get(index + 1).map_or(self.text.len(), |(next, _)| *next);
            (*start..end.max(*start), *source)
        })
    }
}

/// The place of a cell in a table, by what a reader sees.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// The first cell of its row.
    pub row: String,
    /// The head of its column.
    pub column: String,
}

/// What an anchor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnchorKind {
    /// A drawing: `figuur("id")`.
    Figure,
    /// A table: `tabel("id")`.
    Table,
    /// A heading with an id: `#label("id")` behind it.
    Section,
    /// A reference to one of them: `zie("id")` or `@id`.
    Reference,
}

/// A figure, table or heading with its id, or a reference to one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// What it is.
    pub kind: AnchorKind,
    /// Its id.
    pub id: String,
    /// Where it stands in the source.
    pub at: usize,
    /// The kind of chapter in which it stands.
    pub chapter: Chapter,
}

/// What kind of chapter a text stands in, as `hoofdstuk("bijlage")` says below its heading.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Chapter {
    /// One that shows figures.
    #[default]
    Main,
    /// One that repeats what others show.
    Summary,
    /// One whose tables are found by their question, not by a reference.
    Appendix,
}

impl Chapter {
    fn of(kind: &str) -> Self {
        match kind {
            "samenvatting" => Self::Summary,
            "bijlage" => Self::Appendix,
            _ => Self::Main,
        }
    }
}

/// The running text of a source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Running {
    /// All text, in order.
    pub paragraphs: Vec<Paragraph>,
    /// `figuur("id")` and `tabel("id")`.
    pub figures: Vec<Anchor>,
    /// Headings with an id.
    pub sections: Vec<Anchor>,
    /// `zie("id")` and `@id`.
    pub references: Vec<Anchor>,
}

/// The running text of a filled template.
///
/// ```
/// # use gemeentespiegel::templates::running_text;
/// let running = running_text("= Kop\nIn #zie(\"week\") staat *het*: #\"89%\";.\n\n#v(1fr)");
/// let texts: Vec<_> = running.paragraphs.iter().map(|p| p.text.as_str()).collect();
/// assert_eq!(texts, ["Kop", "In figuur staat het: 89%."]);
/// assert_eq!(running.references[0].id, "week");
/// ```
#[must_use]
pub fn running_text(source: &str) -> Running {
    let tree = parse(source);
    let mut reader = Reader {
        out: Running::default(),
        open: None,
        chapter: Chapter::Main,
        heads: Vec::new(),
        cell: None,
    };
    reader.walk(&LinkedNode::new(&tree), TextKind::Body);
    reader.flush();
    reader.out
}

/// The running text of a template that is not filled; a value is a row of `v`, as long as
/// its `{{ ... }}`, so that all places are places in the template.
#[must_use]
pub fn template_text(template: &str) -> Running {
    running_text(&in_place(template))
}

/// Functions whose content stands inside the line.
const INLINE: [&str; 8] = ["eigen", "zacht", "strong", "emph", "text", "box", "link", "sub"];

/// What stands between the cells of a table.
const BETWEEN_CELLS: [SyntaxKind; 6] = [
    SyntaxKind::LeftParen,
    SyntaxKind::RightParen,
    SyntaxKind::Comma,
    SyntaxKind::Space,
    SyntaxKind::LineComment,
    SyntaxKind::BlockComment,
];

struct Reader {
    out: Running,
    open: Option<Paragraph>,
    chapter: Chapter,
    /// The heads of the columns of the table that is being read.
    heads: Vec<String>,
    cell: Option<Cell>,
}

impl Reader {
    fn flush(&mut self) {
        let Some(mut paragraph) = self.open.take() else { return };
        let trimmed = paragraph.text.trim_end().len();
        paragraph.text.truncate(trimmed);
        if !paragraph.text.is_empty() {
            self.out.paragraphs.push(paragraph);
        }
    }

    fn push(&mut self, text: &str, at: usize, kind: TextKind) {
        let figure = self.out.figures.last().map(|anchor| anchor.id.clone());
        let (chapter, cell) = (self.chapter, &self.cell);
        let paragraph = self.open.get_or_insert_with(|| Paragraph {
            kind,
            text: String::new(),
            chapter,
            figure,
            cell: cell.clone(),
            runs: Vec::new(),
        });
        let blank = paragraph.text.is_empty() || paragraph.text.ends_with(' ');
        if text.trim().is_empty() && blank {
            return;
        }
        paragraph.runs.push((paragraph.text.len(), at));
        paragraph.text.push_str(if text.trim().is_empty() { " " } else { text });
    }

    /// The text of a string; each stretch between escapes keeps its own place.
    fn push_string(&mut self, node: &LinkedNode, kind: TextKind) {
        let (literal, mut at) = (node.leaf_text().as_str(), 1);
        let inside = literal.get(1..literal.len().saturating_sub(1)).unwrap_or_default();
        if !inside.contains('\\') {
            return self.push(inside, node.offset() + 1, kind);
        }
        while at <= inside.len() {
            let rest = &literal[at..=inside.len()];
            let Some(found) = rest.find('\\') else {
                return self.push(rest, node.offset() + at, kind);
            };
            if found > 0 {
                self.push(&rest[..found], node.offset() + at, kind);
            }
            let (sign, length) = escaped(&rest[found..]);
            self.push(sign.encode_utf8(&mut [0; 4]), node.offset() + at + found, kind);
            at += found + length;
        }
    }

    fn children(&mut self, node: &LinkedNode, kind: TextKind) {
        for child in node.children() {
            self.walk(&child, kind);
        }
    }

    /// A piece of text that does not run on with what stands around it.
    fn apart(&mut self, node: &LinkedNode, kind: TextKind) {
        self.flush();
        self.children(node, kind);
        self.flush();
    }

    fn walk(&mut self, node: &LinkedNode, kind: TextKind) {
        let at = node.offset();
        match node.kind() {
            SyntaxKind::Text => self.push(node.leaf_text(), at, kind),
            SyntaxKind::Space => {
                if node.parent_kind() == Some(SyntaxKind::Markup) {
                    self.push(" ", at, kind);
                }
            }
            SyntaxKind::Colon if node.parent_kind() == Some(SyntaxKind::TermItem) => {
                self.push(": ", at, kind);
            }
            SyntaxKind::Linebreak => self.push(" ", at, kind),
            SyntaxKind::Parbreak => self.flush(),
            SyntaxKind::Escape => self.push(&node.leaf_text()[1..], at + 1, kind),
            SyntaxKind::Shorthand => {
                let text = node.cast::<ast::Shorthand>().map_or('-', ast::Shorthand::get);
                self.push(text.encode_utf8(&mut [0; 4]), at, kind);
            }
            SyntaxKind::SmartQuote => self.push(node.leaf_text(), at, kind),
            SyntaxKind::Str => {
                if node.parent_kind() == Some(SyntaxKind::Markup) {
                    self.push_string(node, kind);
                }
            }
            SyntaxKind::Heading => {
                self.apart(node, TextKind::Heading);
                if node.cast::<ast::Heading>().is_some_and(|heading| heading.depth().get() == 1) {
                    self.chapter = Chapter::Main;
                }
            }
            SyntaxKind::ListItem | SyntaxKind::EnumItem | SyntaxKind::TermItem => {
                self.apart(node, kind);
            }
            SyntaxKind::Named => self.named(node, kind),
            SyntaxKind::FuncCall => self.call(node, kind),
            SyntaxKind::ContentBlock => {
                if stands_in_line(node) {
                    self.children(node, kind);
                } else {
                    self.apart(node, kind);
                }
            }
            SyntaxKind::Ref => {
                let id = node.get().full_text().trim_start_matches('@').to_owned();
                self.refer(id, at, kind);
            }
            SyntaxKind::Raw | SyntaxKind::LineComment | SyntaxKind::BlockComment => {}
            _ => self.children(node, kind),
        }
    }

    /// An argument with a name: what it is for says what its text is.
    fn named(&mut self, node: &LinkedNode, kind: TextKind) {
        let name = node.cast::<ast::Named>().map(|named| named.name().as_str().to_owned());
        let kind = match name.as_deref().unwrap_or_default() {
            "caption" => TextKind::Caption,
            "noot" => TextKind::Note,
            "alt" => TextKind::Description,
            "title" | "kopregel" | "merk" => TextKind::Furniture,
            _ => kind,
        };
        self.flush();
        match name.as_deref() {
            Some("koppen") if kind == TextKind::Cell => return self.head(node),
            Some("rijen") if kind == TextKind::Cell => return self.rows(node),
            _ => {}
        }
        if matches!(kind, TextKind::Description | TextKind::Furniture) {
            for child in node.children().filter(|child| child.kind() == SyntaxKind::Str) {
                self.push_string(&child, kind);
            }
        }
        self.children(node, kind);
        self.flush();
    }

    /// `koppen: ([A], [B])` of a table.
    fn head(&mut self, node: &LinkedNode) {
        self.heads = self.cells(node, |_, _| None);
    }

    /// `rijen: (([a], [b]), ([c], [d]))` of a table.
    fn rows(&mut self, node: &LinkedNode) {
        for rows in node.children().filter(|child| child.kind() == SyntaxKind::Array) {
            for row in rows.children() {
                let heads = self.heads.clone();
                self.cells(&row, |index, first| {
                    let column = heads.get(index).cloned().unwrap_or_default();
                    Some(Cell { row: first.to_owned(), column })
                });
            }
        }
        self.cell = None;
    }

    /// Reads the blocks of an array as cells; gives what they say.
    fn cells(
        &mut self,
        node: &LinkedNode,
        place: impl Fn(usize, &str) -> Option<Cell>,
    ) -> Vec<String> {
        let array = node.children().find(|child| child.kind() == SyntaxKind::Array);
        let array = array.as_ref().unwrap_or(node);
        let mut texts: Vec<String> = Vec::new();
        for block in array.children().filter(|child| !BETWEEN_CELLS.contains(&child.kind())) {
            self.cell = place(texts.len(), texts.first().map_or("", String::as_str));
            let before = self.out.paragraphs.len();
            self.apart(&block, TextKind::Cell);
            let read = self.out.paragraphs[before..].iter().map(|p| p.text.as_str());
            texts.push(read.collect::<Vec<_>>().join(" "));
        }
        texts
    }

    fn call(&mut self, node: &LinkedNode, kind: TextKind) {
        let name = callee(node);
        let first = first_string(node);
        match (name.as_str(), first) {
            ("zie", Some((id, at))) => self.refer(id, at, kind),
            ("figuur" | "tabel", Some((id, at))) => {
                self.flush();
                let (kind, text) = match name.as_str() {
                    "tabel" => (AnchorKind::Table, TextKind::Cell),
                    _ => (AnchorKind::Figure, kind),
                };
                self.out.figures.push(self.anchor(kind, id, at));
                self.apart(node, text);
            }
            ("label", Some((id, at))) => {
                self.flush();
                self.out.sections.push(self.anchor(AnchorKind::Section, id, at));
            }
            ("hoofdstuk", Some((kind, _))) => {
                self.flush();
                self.chapter = Chapter::of(&kind);
            }
            ("noot", _) => self.apart(node, TextKind::Note),
            (inline, _) if INLINE.contains(&inline) => self.children(node, kind),
            _ => self.apart(node, kind),
        }
    }

    fn anchor(&self, kind: AnchorKind, id: String, at: usize) -> Anchor {
        Anchor { kind, id, at, chapter: self.chapter }
    }

    fn refer(&mut self, id: String, at: usize, kind: TextKind) {
        self.out.references.push(self.anchor(AnchorKind::Reference, id, at));
        self.push("figuur", at, kind);
    }
}

/// The name of the function that is called; empty when it has none.
fn callee(call: &LinkedNode) -> String {
    match call.cast::<ast::FuncCall>().map(ast::FuncCall::callee) {
        Some(ast::Expr::Ident(name)) => name.as_str().to_owned(),
        _ => String::new(),
    }
}

/// Whether a block of content is an argument of a function that stands inside the line.
fn stands_in_line(block: &LinkedNode) -> bool {
    let arguments = block.parent().filter(|parent| parent.kind() == SyntaxKind::Args);
    arguments.and_then(|a| a.parent()).is_some_and(|call| INLINE.contains(&callee(call).as_str()))
}

/// The sign that an escape in a string stands for, and how long the escape is.
fn escaped(text: &str) -> (char, usize) {
    let known = |sign| match sign {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        other => other,
    };
    let by_number = text.strip_prefix("\\u{").and_then(|rest| {
        let (digits, _) = rest.split_once('}')?;
        let sign = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
        Some((sign, "\\u{}".len() + digits.len()))
    });
    by_number.unwrap_or_else(|| {
        let sign = text.chars().nth(1).unwrap_or('\\');
        (known(sign), 1 + sign.len_utf8())
    })
}

fn string(node: &LinkedNode) -> String {
    node.cast::<ast::Str>().map_or_else(String::new, |text| text.get().to_string())
}

/// The first argument of a call, when it is a string, and where its text stands.
fn first_string(call: &LinkedNode) -> Option<(String, usize)> {
    let arguments = call.children().find(|child| child.kind() == SyntaxKind::Args)?;
    let skipped =
        [SyntaxKind::LeftParen, SyntaxKind::Space, SyntaxKind::LineComment, SyntaxKind::Parbreak];
    let first = arguments.children().find(|child| !skipped.contains(&child.kind()))?;
    (first.kind() == SyntaxKind::Str).then(|| (string(&first), first.offset() + 1))
}

#[cfg(test)]
mod tests {
    use super::super::is_filler;
    use super::*;

    #[test]
    fn code_is_no_text_and_arguments_are_text_of_their_own() {
        let source = "#let x = rgb(\"#aabbcc\")\n#figuur(\n  \"week\",\n  caption: [Doet u mee?],\n  alt: \"Staaf. ja 3\",\n  \
                      noot: [n = #\"172\";],\n)[#block(width: 10pt, { p(1, \"geheim\") })]\nTekst #eigen[ja]\\*\n\n- een\n- twee\n\
                      / Basis (n): het aantal\n\n#tabel(\"t\", koppen: ([A], [B]), rijen: (([x], [#\"1\";]),))";
        let running = running_text(source);
        let found: Vec<_> = running.paragraphs.iter().map(|p| (p.kind, p.text.as_str())).collect();
        let expected = [
            (TextKind::Caption, "Doet u mee?"),
            (TextKind::Description, "Staaf. ja 3"),
            (TextKind::Note, "n = 172"),
            (TextKind::Body, "Tekst ja*"),
            (TextKind::Body, "een"),
            (TextKind::Body, "twee"),
            (TextKind::Body, "Basis (n): het aantal"),
            (TextKind::Cell, "A"),
            (TextKind::Cell, "B"),
            (TextKind::Cell, "x"),
            (TextKind::Cell, "1"),
        ];
        assert_eq!(found, expected);
        let ids: Vec<_> = running.figures.iter().map(|figure| figure.id.as_str()).collect();
        assert_eq!(ids, ["week", "t"]);
        let cell = running.paragraphs[10].cell.as_ref().unwrap();
        assert_eq!((cell.row.as_str(), cell.column.as_str()), ("x", "B"));
        let note = &running.paragraphs[2];
        assert_eq!(&source[note.source_at(4)..][..3], "172");
    }

    #[test]
    fn a_template_keeps_its_places() {
        let template = "{% if x %}\nEr zijn 3 gemeenten, {{ naam }}.\n{% endif %}";
        let running = template_text(template);
        let text = &running.paragraphs[0].text;
        let at = text.find('3').unwrap();
        assert_eq!(&template[running.paragraphs[0].source_at(at)..][..11], "3 gemeenten");
        assert!(text.split(' ').any(|word| is_filler(word.trim_end_matches('.'))), "{text}");
    }
}
