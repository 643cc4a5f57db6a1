//! The single rules of the gate, so that tests can show what each of them prevents.

use crate::keys::keyed_fields;

/// Which rules are in force. The product knows only [`Rules::ALL`]; nothing that a user can
/// write reaches these switches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rules {
    /// Minimum base (trust-rules A4.1).
    pub(crate) minimum: bool,
    /// Rest rule (A4.2).
    pub(crate) rest: bool,
    /// Panel rule (A4.3).
    pub(crate) panel: bool,
    /// Ranges near the extremes (A5).
    pub(crate) extremes: bool,
    /// Bases of follow-up questions (A3).
    pub(crate) routed: bool,
    /// Audit and complementary suppression (A6).
    pub(crate) audit: bool,
    /// The audit gives a reader the own answer (A1.1).
    pub(crate) own: bool,
    /// The audit gives a reader one neighbour's answer too, at `streng` (A1.1).
    pub(crate) neighbour: bool,
    /// The audit looks at panels beside areas (A6).
    pub(crate) panels: bool,
    /// The audit looks at nets.
    pub(crate) nets: bool,
    /// The audit knows what the ticks of one respondent have to do with each other (A6).
    pub(crate) ticks: bool,
    /// The audit knows that a single cell is withheld only where it would be exact (A1.3).
    pub(crate) absence: bool,
}

impl Rules {
    /// All of them.
    pub(crate) const ALL: Self = Self {
        minimum: true,
        rest: true,
        panel: true,
        extremes: true,
        routed: true,
        audit: true,
        own: true,
        neighbour: true,
        panels: true,
        nets: true,
        ticks: true,
        absence: true,
    };
}

keyed_fields!(Rules {
    minimum,
    rest,
    panel,
    extremes,
    routed,
    audit,
    own,
    neighbour,
    panels,
    nets,
    ticks,
    absence,
});
