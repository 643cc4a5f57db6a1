//! Every kind of finding that any room can make: in one list, explained one by one, and as the
//! page of all messages.
//!
//! The rooms declare their codes themselves, with `codes!`; a test compares this list with what
//! stands in the sources.

use serde_json::{Value, json};

use crate::diagnostics::{Code, Material, Severity, nearest, unindented};
use crate::{
    boundaries, dataset, documents, manuscript, production, project, proofreading, questionnaire,
    register, responses, typesetting,
};

/// What the codes of one room are about.
#[derive(Debug, Clone, Copy)]
pub struct Chapter {
    /// A heading, such as `Files of answers`.
    pub title: &'static str,
    /// The codes, in the order in which they are declared.
    pub codes: &'static [&'static Code],
}

/// All codes, in the order in which the material is read and documents are made.
pub static CHAPTERS: [Chapter; 11] = [
    Chapter { title: "Project files and questionnaires", codes: manuscript::codes::CODES },
    Chapter { title: "The questionnaire", codes: questionnaire::codes::CODES },
    Chapter { title: "The project file", codes: project::codes::CODES },
    Chapter { title: "The register of municipalities", codes: register::codes::CODES },
    Chapter { title: "Boundary files", codes: boundaries::codes::CODES },
    Chapter { title: "Files of answers", codes: responses::codes::CODES },
    Chapter { title: "Answers and invited municipalities", codes: dataset::codes::CODES },
    Chapter { title: "Templates", codes: documents::codes::CODES },
    Chapter { title: "Pages", codes: typesetting::codes::CODES },
    Chapter { title: "The words of documents", codes: proofreading::codes::CODES },
    Chapter { title: "Making documents", codes: production::codes::CODES },
];

/// All codes.
pub fn all() -> impl Iterator<Item = &'static Code> {
    CHAPTERS.iter().flat_map(|chapter| chapter.codes.iter().copied())
}

/// The code of this name, also when it is written as on screen: `error[unknown-option]`.
#[must_use]
pub fn find(name: &str) -> Option<&'static Code> {
    let inside = name.split_once('[').map_or(name, |(_, rest)| rest);
    let name = inside.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    all().find(|code| code.name == name)
}

/// The code that was probably meant.
#[must_use]
pub fn similar(name: &str) -> Option<&'static str> {
    nearest(name, all().map(|code| code.name))
}

/// The explanation of a code for the screen: what it means, wrong and right, what to do.
#[must_use]
pub fn explanation(code: &Code) -> String {
    let example = &code.example;
    let at = place(example.material).map_or_else(String::new, |place| format!(", {place}"));
    let [meaning, help] = [code.meaning, code.help].map(unindented);
    let [wrong, right] = [example.wrong, example.right].map(|text| indented(&unindented(text)));
    format!(
        "{}[{code}]: {}\n\n{meaning}\n\nWrong{at}:\n\n{wrong}\n\nRight:\n\n{right}\n\n{help}\n",
        code.severity.word(),
        code.text
    )
}

/// The same for programs.
#[must_use]
pub fn as_json(code: &Code) -> Value {
    json!({
        "code": code.name,
        "severity": code.severity.word(),
        "text": code.text,
        "meaning": unindented(code.meaning),
        "material": material(code.example.material),
        "wrong": unindented(code.example.wrong),
        "right": unindented(code.example.right),
        "help": unindented(code.help),
    })
}

/// All codes with their text, by chapter, for the screen.
#[must_use]
pub fn overview() -> String {
    let width = all().map(|code| code.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for chapter in &CHAPTERS {
        text.push_str(&format!("{}\n", chapter.title));
        for code in chapter.codes {
            text.push_str(&format!(
                "  {:<width$}  {:<8} {}\n",
                code.name,
                code.severity.word(),
                code.text
            ));
        }
        text.push('\n');
    }
    text.push_str("`spiegel help CODE` explains one, with an example.\n");
    text
}

/// The page of all messages, in Markdown.
#[must_use]
pub fn page() -> String {
    let of = |severity| all().filter(|code| code.severity == severity).count();
    let mut page = format!(
        "# Messages\n\n\
         Everything that Gemeentespiegel can say about your material: {} kinds of errors, {} of\n\
         warnings and {} of notes. Each has a code that never changes. `spiegel help CODE` prints \
         what\nstands here about it, and `spiegel help --all` the list.\n\n\
         - **error**: no document is made while it stands;\n\
         - **warning**: documents are made, but somebody should look;\n\
         - **note**: nothing is wrong; good to know.\n\n\
         A finding on screen names the file and line or cell, and what to do there. The examples \
         here are\nof the small project in `fixtures/small`.\n\n\
         This page is made from the program: `spiegel export messages`.\n",
        of(Severity::Error),
        of(Severity::Warning),
        of(Severity::Note),
    );
    for chapter in &CHAPTERS {
        page.push_str(&format!(
            "\n## {}\n\n| code | | what is wrong |\n|---|---|---|\n",
            chapter.title
        ));
        for code in chapter.codes {
            let (severity, text) = (code.severity.word(), code.text);
            page.push_str(&format!("| [`{code}`](#{code}) | {severity} | {text} |\n"));
        }
        chapter.codes.iter().for_each(|code| page.push_str(&section(code)));
    }
    page
}

/// One code on the page.
fn section(code: &Code) -> String {
    let example = &code.example;
    let at = place(example.material).map_or_else(String::new, |place| format!(", {place}"));
    let [meaning, help] = [code.meaning, code.help].map(unindented);
    let [wrong, right] = [example.wrong, example.right].map(unindented);
    let language = match example.material {
        Material::Project | Material::Questionnaire => "yaml",
        Material::Boundaries => "json",
        Material::Template => "typst",
        Material::Answers | Material::Invited | Material::Situation => "text",
    };
    format!(
        "\n### {code}\n\n{meaning}\n\nWrong{at}:\n\n```{language}\n{wrong}\n```\n\n\
         Right:\n\n```{language}\n{right}\n```\n\n{help}\n"
    )
}

const fn place(material: Material) -> Option<&'static str> {
    Some(match material {
        Material::Project => "in the project file",
        Material::Questionnaire => "in the questionnaire",
        Material::Answers => "in a file of answers",
        Material::Invited => "in the list of invited municipalities",
        Material::Boundaries => "in the boundary file",
        Material::Template => "in a template",
        Material::Situation => return None,
    })
}

const fn material(material: Material) -> &'static str {
    match material {
        Material::Project => "project",
        Material::Questionnaire => "questionnaire",
        Material::Answers => "answers",
        Material::Invited => "invited",
        Material::Boundaries => "boundaries",
        Material::Template => "template",
        Material::Situation => "situation",
    }
}

fn indented(text: &str) -> String {
    let lines = text
        .lines()
        .map(|line| if line.is_empty() { String::new() } else { format!("    {line}") });
    lines.collect::<Vec<_>>().join("\n")
}
