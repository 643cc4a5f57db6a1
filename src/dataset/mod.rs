//! Checked answers per municipality and wave.
//!
//! An [`Answer`] holds items of its own question only; it is made in [`bind`], which
//! pushes a finding for everything that it cannot take.

mod bind;
mod cells;
pub(crate) mod codes;
mod columns;
mod context;
mod contradictions;
mod diags;
mod entities;
mod faults;
mod foreign;
mod form;
mod groups;
mod routing;

pub use bind::{Material, Rules, bind};
pub use context::read_context;
pub use groups::{GroupCode, Partition};

use std::collections::{BTreeMap, BTreeSet};

use crate::questionnaire::{ItemIndex, QuestionIndex, RowIndex, Wave};
use crate::register::MunicipalityCode;

/// All checked answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dataset {
    /// Per measurement.
    pub waves: BTreeMap<Wave, WaveData>,
}

/// The answers of one measurement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WaveData {
    /// Who was asked to take part; `None` when no list was given.
    pub invited: Option<BTreeMap<MunicipalityCode, Invitation>>,
    /// Completed questionnaires, under the first municipality that each names.
    pub responses: BTreeMap<MunicipalityCode, Response>,
}

/// One line of the invited list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The contact person.
    pub contact: Option<String>,
    /// The year in which the municipality joined the programme.
    pub joined: Option<u16>,
}

/// One completed questionnaire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// Other municipalities that it was filled in for.
    pub also_for: Vec<MunicipalityCode>,
    /// Answers that apply; a question (row) that is absent was skipped or did not apply.
    pub answers: BTreeMap<AnswerKey, Answer>,
}

/// A question, or one row of a matrix.
pub type AnswerKey = (QuestionIndex, Option<RowIndex>);

/// A checked answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// One option (also: a `not_applicable` option, which is no part of the base).
    Single(ItemIndex),
    /// The ticked options; empty only where the questionnaire says that empty is an answer.
    Multi(BTreeSet<ItemIndex>),
    /// A number, with the band that it falls in.
    Number {
        /// The number.
        value: i64,
        /// Its class, if the questionnaire has one for it.
        band: Option<ItemIndex>,
    },
    /// Free text, with the codes that a person gave to it.
    Open {
        /// The text; never shown to other readers.
        text: String,
        /// Codes.
        codes: BTreeSet<ItemIndex>,
    },
}
