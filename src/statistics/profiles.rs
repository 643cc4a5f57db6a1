//! Who answered what, by the groups that count them together.
//!
//! Municipalities in exactly the same groups can't be told apart by any total: the audit
//! needs them only as one number per combination of groups and option (bescherming.md#controle).

use std::collections::{BTreeMap, BTreeSet};

use super::{Group, Panel, TableKey};
use crate::keys::keyed_fields;
use crate::questionnaire::{ItemIndex, QuestionIndex, RowIndex, Wave};
use crate::register::MunicipalityCode;

/// A question (row) in one wave: what the audit judges as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// The wave that is counted.
    pub wave: Wave,
    /// The question.
    pub question: QuestionIndex,
    /// The row of a matrix.
    pub row: Option<RowIndex>,
}

impl Subject {
    /// The table of one group about it.
    #[must_use]
    pub const fn key(self, group: Group) -> TableKey {
        TableKey { wave: self.wave, question: self.question, row: self.row, group }
    }
}

impl From<TableKey> for Subject {
    fn from(key: TableKey) -> Self {
        Self { wave: key.wave, question: key.question, row: key.row }
    }
}

/// One valid answer, and who counts it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct ValidAnswer {
    /// The groups beside the nation and the panels.
    parts: Vec<Group>,
    panels: BTreeSet<Panel>,
    chosen: BTreeSet<ItemIndex>,
}

/// All valid answers of a survey.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Profiles {
    answers: BTreeMap<Subject, BTreeMap<MunicipalityCode, ValidAnswer>>,
}

/// A combination of groups with its members and what each of them chose.
pub type Profile<'a> = BTreeMap<Vec<Group>, Vec<(MunicipalityCode, &'a BTreeSet<ItemIndex>)>>;

impl Profiles {
    /// Notes a valid answer.
    pub(super) fn add(
        &mut self,
        subject: Subject,
        who: MunicipalityCode,
        parts: Vec<Group>,
        chosen: BTreeSet<ItemIndex>,
    ) {
        let answer = ValidAnswer { parts, panels: BTreeSet::new(), chosen };
        self.answers.entry(subject).or_default().insert(who, answer);
    }

    /// Notes that a panel counts the answer too; an invalid answer is counted nowhere.
    pub(super) fn join(&mut self, subject: Subject, who: MunicipalityCode, panel: Panel) {
        let answer = self.answers.get_mut(&subject).and_then(|answers| answers.get_mut(&who));
        if let Some(answer) = answer {
            answer.panels.insert(panel);
        }
    }

    /// The combinations of one question in a fixed order.
    pub(super) fn of(&self, subject: Subject) -> Profile<'_> {
        let mut profile = Profile::new();
        for (code, answer) in self.answers.get(&subject).into_iter().flatten() {
            let mut groups = vec![Group::National];
            groups.extend(&answer.parts);
            groups.extend(answer.panels.iter().copied().map(Group::Panel));
            profile.entry(groups).or_default().push((*code, &answer.chosen));
        }
        profile
    }
}

keyed_fields!(Subject { wave, question, row });
