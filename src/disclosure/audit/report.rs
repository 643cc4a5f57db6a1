//! What an audit reports: answers of others that are certain, and whose they are.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::readers::{Reader, Respondents};
use crate::questionnaire::{ItemIndex, Question};
use crate::register::MunicipalityCode;
use crate::statistics::Group;

/// What an attacker would like to conclude: that all others of a combination chose an option,
/// or that none of them did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Conclusion {
    pub(super) combination: usize,
    /// The option, by its place in [`Respondents::options`].
    pub(super) column: usize,
    /// That it was chosen, or that it was not.
    pub(super) chosen: bool,
}

/// A conclusion that is certain.
pub(super) enum Certain {
    /// A general fact about so many (bescherming.md#algemeen-feit).
    General(usize),
    /// Answers of so many that must stay unknown.
    Derivable(usize, Conclusion),
}

/// An answer of others that is certain, and must not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::disclosure) struct Fact {
    /// Whose: everyone here.
    pub(in crate::disclosure) whose: Vec<MunicipalityCode>,
    /// Which option.
    pub(in crate::disclosure) item: ItemIndex,
    /// That it was chosen, or that it was not.
    pub(in crate::disclosure) chosen: bool,
    /// Who could derive it: the reader and, where the level supposes it, one neighbour; none:
    /// everyone.
    pub(in crate::disclosure) readers: Vec<MunicipalityCode>,
    /// The tables that count them.
    pub(in crate::disclosure) groups: Vec<Group>,
}

/// All that is certain under a suppression.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::disclosure) struct Finding {
    /// Answers of others that the worst reader could derive (D).
    pub(in crate::disclosure) derivable: usize,
    /// General facts of the worst reader (G).
    pub(in crate::disclosure) general: usize,
    /// One of the derivable facts.
    pub(in crate::disclosure) example: Option<Fact>,
}

/// An answer of others that could be derived if something more were shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exposure {
    /// Id of the question.
    pub question: String,
    /// Code of the option.
    pub option: String,
    /// That it was chosen, or that it was not.
    pub chosen: bool,
    /// Codes of the municipalities whose answer it is.
    pub whose: Vec<String>,
    /// Codes of who could derive it from their own answers: a reader, or two together; none:
    /// everyone.
    pub readers: Vec<String>,
}

impl Exposure {
    pub(in crate::disclosure) fn of(fact: &Fact, question: &Question) -> Self {
        Self {
            question: question.id.clone(),
            option: question.at(fact.item).code.clone(),
            chosen: fact.chosen,
            whose: fact.whose.iter().map(ToString::to_string).collect(),
            readers: fact.readers.iter().map(ToString::to_string).collect(),
        }
    }
}

impl Respondents<'_> {
    /// A conclusion of a reader with the municipalities that it is about, but for those that
    /// published their answers.
    pub(super) fn fact(
        &self,
        reader: &Reader,
        conclusion: Conclusion,
        made_public: &BTreeSet<MunicipalityCode>,
    ) -> Fact {
        let mut readers: Vec<MunicipalityCode> = Vec::new();
        for one in reader.own() {
            let members = &self.combinations[one.combination].members;
            let chosen = self.chosen(*one);
            let who = members.iter().find(|(who, c)| *c == chosen && !readers.contains(who));
            readers.extend(who.map(|(who, _)| *who));
        }
        readers.retain(|who| !made_public.contains(who));
        let combination = &self.combinations[conclusion.combination];
        let known = |who: &_| readers.contains(who) || made_public.contains(who);
        let whose = combination.members.iter().map(|(who, _)| *who);
        Fact {
            whose: whose.filter(|who| !known(who)).collect(),
            item: self.options[conclusion.column],
            chosen: conclusion.chosen,
            readers,
            groups: combination.groups.clone(),
        }
    }
}
