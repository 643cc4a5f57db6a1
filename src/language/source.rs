//! Where a printed number comes from.

use crate::disclosure::{Change, Cited, Share, TableKey};
use crate::questionnaire::{QuestionIndex, Wave};
use crate::register::ProvinceCode;

/// In which form a number is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// How many: `153`.
    Count,
    /// Of how many: `172`.
    Base,
    /// `89%`.
    Percent,
    /// Words for the size: `de meeste`.
    Size,
    /// How many of every ten: `9 van de 10`.
    Tenths,
    /// `0 t/m 2`.
    Range,
    /// The most that it can be: `2` of `hoogstens 2`.
    AtMost,
    /// The least that it can be: `12` of `ten minste 12`.
    AtLeast,
}

/// Where a printed number comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// A judged figure; with its question, option or net, wave, group and protection.
    Figure {
        /// The figure.
        figure: Cited,
        /// Whether all answers but this one are counted.
        others: bool,
        /// What of it is printed.
        form: Form,
    },
    /// The base of a judged table: valid answers.
    Base {
        /// The table.
        table: TableKey,
        /// The base.
        base: u32,
    },
    /// Percentage points between the two waves of a panel.
    Change(Change),
    /// How many answers more or fewer between the two waves of a panel, by the same change.
    AnswersMoved(Change),
    /// Who took part: no answer, so not judged.
    Response {
        /// The number.
        number: ResponseNumber,
        /// What of it is printed.
        form: Form,
    },
    /// A count of the reader's own answers to a question.
    OwnAnswers(QuestionIndex),
    /// How many questions or parts the questionnaire has.
    Survey,
    /// A rule of the house, or the smallest group that is shown.
    Rule,
    /// The year of a wave.
    Year,
    /// A date.
    Date,
    /// A text of the questionnaire.
    Questionnaire,
    /// A text of the project file.
    Project,
    /// Counted by the template itself, such as the parts of a table.
    Template,
    /// Typed in the template, and marked as meant.
    Typed,
    /// A number that is public by itself and no part of the survey.
    Public,
}

/// What is counted of those who took part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Participants {
    /// Questionnaires that were filled in.
    FilledIn,
    /// Municipalities that these questionnaires speak for.
    Represented,
    /// Questionnaires that speak for several municipalities.
    Joint,
    /// Municipalities that were invited.
    Invited,
    /// Invited municipalities that filled in a questionnaire.
    InvitedFilledIn,
    /// Questionnaires of a municipality that was not invited.
    Uninvited,
    /// Invited, not filled in.
    Silent,
    /// Neither invited nor filled in.
    Neither,
    /// Took part in this wave and in the wave before.
    Both,
    /// Took part in this wave and not in the wave before.
    Newcomers,
    /// Newcomers that were invited in the wave before.
    NewcomersInvitedBefore,
    /// Took part in the wave before and not in this one.
    Leavers,
}

impl Participants {
    /// What is counted, in English, for who asks where a number comes from.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::FilledIn => "questionnaires filled in",
            Self::Represented => "municipalities answered for",
            Self::Joint => "questionnaires for several municipalities",
            Self::Invited => "municipalities invited",
            Self::InvitedFilledIn => "invited municipalities that filled in a questionnaire",
            Self::Uninvited => "questionnaires of municipalities that were not invited",
            Self::Silent => "invited, not filled in",
            Self::Neither => "neither invited nor filled in",
            Self::Both => "municipalities that took part then and in the wave before",
            Self::Newcomers => "newcomers",
            Self::NewcomersInvitedBefore => "newcomers that were invited in the wave before",
            Self::Leavers => "municipalities that took part in the wave before only",
        }
    }
}

/// A number of the response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ResponseNumber {
    /// What is counted.
    pub what: Participants,
    /// The wave.
    pub wave: Wave,
    /// The province; none for the whole country.
    pub province: Option<ProvinceCode>,
    /// The number.
    pub count: u32,
    /// Of how many: the invited, where that is known.
    pub of: Option<Share>,
}
