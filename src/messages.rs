//! Every kind of finding that any room can make, in one list.
//!
//! The rooms declare their codes themselves, with `codes!`; a test compares this list with what
//! stands in the sources.

use crate::diagnostics::Code;
use crate::{
    boundaries, dataset, documents, manuscript, production, project, proofreading, questionnaire,
    responses, typesetting,
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
pub static CHAPTERS: [Chapter; 10] = [
    Chapter { title: "Project files and questionnaires", codes: manuscript::codes::CODES },
    Chapter { title: "The questionnaire", codes: questionnaire::codes::CODES },
    Chapter { title: "The project file", codes: project::codes::CODES },
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
