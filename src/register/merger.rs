//! Herindelingen: municipalities that were merged, joined another, or were split.

use crate::calendar::Date;

use super::code::MunicipalityCode;

/// What became of an old municipality.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MergerKind {
    /// Several made a new one (`samenvoeging`).
    Merged,
    /// It joined one that goes on under its own code (`toevoeging`).
    Joined,
    /// It went to several others (`splitsing`).
    Split,
}

impl MergerKind {
    /// The kind by the word in the register's file.
    pub(super) fn from_word(word: &str) -> Option<Self> {
        match word {
            "samenvoeging" => Some(Self::Merged),
            "toevoeging" => Some(Self::Joined),
            "splitsing" => Some(Self::Split),
            _ => None,
        }
    }
}

/// One old municipality going (partly) to one new municipality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merger {
    /// First day of the new situation.
    pub date: Date,
    /// The municipality that ended.
    pub old: MunicipalityCode,
    /// Its name.
    pub old_name: String,
    /// The municipality that took over its area, or part of it.
    pub new: MunicipalityCode,
    /// Its name.
    pub new_name: String,
    /// What happened.
    pub kind: MergerKind,
}
