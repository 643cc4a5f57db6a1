//! The audit of one question (row) of one wave: what each reader could derive from what is
//! shown of it.

use std::cell::{Cell, OnceCell};
use std::collections::BTreeMap;

use super::clues::{CLUES, Clue, Documents, ShownSum, TIES, Tie};
use super::readers::{READERS, Reader, ReaderRule, Respondents, whole};
use super::report::{Certain, Conclusion, Fact, Finding};
use super::shown::Suppression;
use super::swap::Swaps;
use super::system::{Held, System};
use super::ticks::Ticks;
use super::witness::{Pool, Search, Witnesses};
use crate::disclosure::policy::Policy;
use crate::questionnaire::{Question, Wave};
use crate::statistics::Profile;

/// What an audit supposes attackers to know.
#[derive(Debug, Clone, Copy)]
pub(in crate::disclosure) struct Knowledge {
    /// Who they are.
    pub(in crate::disclosure) readers: &'static [ReaderRule],
    /// What they conclude from the documents.
    pub(in crate::disclosure) clues: &'static [Clue],
    /// How the ticks of one respondent depend on each other.
    pub(in crate::disclosure) ties: &'static [Tie],
}

impl Knowledge {
    /// Everything: the product audits with nothing less.
    pub(in crate::disclosure) const ALL: Self =
        Self { readers: &READERS, clues: &CLUES, ties: &TIES };
}

/// One question (row) of one wave under audit.
#[derive(Debug)]
pub(in crate::disclosure) struct Audit<'a> {
    question: &'a Question,
    policy: &'a Policy,
    knowledge: Knowledge,
    respondents: Respondents<'a>,
    /// Found so far, under any suppression.
    witnesses: Witnesses,
    /// Readers who could derive something under some suppression, the last one first.
    suspects: Vec<Reader>,
    /// How often the solver was asked.
    solver_calls: Cell<usize>,
}

/// A fact that the reader at this place could derive.
#[derive(Debug)]
pub(super) struct Derived {
    pub(super) fact: Fact,
    pub(super) reader: usize,
}

impl<'a> Audit<'a> {
    pub(in crate::disclosure) fn new(
        question: &'a Question,
        wave: Wave,
        profile: Profile<'a>,
        policy: &'a Policy,
        knowledge: Knowledge,
    ) -> Self {
        let respondents = Respondents::of(question, wave, profile, policy);
        let systems = if respondents.several { respondents.options.len() } else { 1 };
        Self {
            question,
            policy,
            knowledge,
            respondents,
            witnesses: Witnesses::none(systems),
            suspects: Vec::new(),
            solver_calls: Cell::new(0),
        }
    }

    /// Whether what is shown depends on sizes alone.
    pub(super) const fn by_size(&self) -> bool {
        self.policy.by_size()
    }

    /// How often the solver was asked.
    pub(in crate::disclosure) const fn solver_calls(&self) -> usize {
        self.solver_calls.get()
    }

    /// The first answer of others that could be derived, readers and options in fixed order,
    /// from the reader at `from` on. When more is withheld, the readers before the one that is
    /// found can still derive nothing.
    pub(super) fn first(&mut self, suppression: &Suppression, from: usize) -> Option<Derived> {
        let readers = self.readers();
        let mut attack = Attack::on(self, suppression);
        let found = (from..readers.len()).find_map(|at| {
            let conclusion = attack.by(&readers[at], &mut is_derivable)?;
            Some((at, conclusion))
        });
        let fresh = attack.fresh_witnesses();
        self.witnesses.extend(fresh);
        let (at, conclusion) = found?;
        self.suspects.push(readers[at].clone());
        Some(Derived { fact: self.fact(&readers[at], conclusion), reader: at })
    }

    /// An answer of others that could be derived; readers who could derive something before
    /// are tried first.
    pub(in crate::disclosure) fn exposed(&mut self, suppression: &Suppression) -> Option<Fact> {
        let mut readers = self.suspects.clone();
        readers.extend(self.readers());
        let mut attack = Attack::on(self, suppression);
        let found = readers.iter().find_map(|reader| {
            let conclusion = attack.by(reader, &mut is_derivable)?;
            Some((reader, conclusion))
        });
        let fresh = attack.fresh_witnesses();
        self.witnesses.extend(fresh);
        let (reader, conclusion) = found?;
        self.suspects.retain(|other| other != reader);
        self.suspects.insert(0, reader.clone());
        Some(self.fact(reader, conclusion))
    }

    /// How much the worst reader could derive.
    pub(in crate::disclosure) fn finding(&mut self, suppression: &Suppression) -> Finding {
        let mut finding = Finding::default();
        if suppression.shown().next().is_none() {
            // What follows all the same follows from the questionnaire.
            return finding;
        }
        let readers = self.readers();
        let mut attack = Attack::on(self, suppression);
        for reader in &readers {
            let (mut derivable, mut general, mut example) = (0, 0, None);
            attack.by(reader, &mut |certain| {
                match certain {
                    Certain::General(others) => general += others,
                    Certain::Derivable(others, conclusion) => {
                        derivable += others;
                        example.get_or_insert(conclusion);
                    }
                }
                false
            });
            finding.derivable = finding.derivable.max(derivable);
            finding.general = finding.general.max(general);
            if let (None, Some(conclusion)) = (&finding.example, example) {
                finding.example = Some(self.fact(reader, conclusion));
            }
        }
        let fresh = attack.fresh_witnesses();
        self.witnesses.extend(fresh);
        finding
    }

    /// All readers; those who know the same are one.
    fn readers(&self) -> Vec<Reader> {
        let of = |rule: &ReaderRule| rule(&self.respondents, self.policy);
        self.knowledge.readers.iter().flat_map(of).collect()
    }

    fn fact(&self, reader: &Reader, conclusion: Conclusion) -> Fact {
        self.respondents.fact(reader, conclusion, &self.policy.made_public)
    }

    fn documents<'d>(&'d self, suppression: &'d Suppression) -> Documents<'d> {
        Documents {
            question: self.question,
            policy: self.policy,
            respondents: &self.respondents,
            suppression,
        }
    }
}

/// Stops at the first answer that must stay unknown.
const fn is_derivable(certain: Certain) -> bool {
    matches!(certain, Certain::Derivable(..))
}

/// What was tried in one system: what a reader knows there, and what she would conclude.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Tried {
    system: usize,
    held: Vec<Held>,
    conclusion: Conclusion,
}

/// Everything that readers try to derive under one suppression.
struct Attack<'r, 'a> {
    audit: &'r Audit<'a>,
    documents: Documents<'r>,
    sums: Vec<ShownSum>,
    /// `None` for a single choice, and where nets cross.
    ticks: Option<Ticks>,
    swaps: Swaps<'a>,
    systems: Vec<System>,
    /// Witnesses of each system.
    alone: Vec<Pool>,
    /// Witnesses over all options together.
    jointly: Pool,
    /// Whether there was a witness.
    tried: BTreeMap<Tried, bool>,
}

impl<'r, 'a> Attack<'r, 'a> {
    fn on(audit: &'r Audit<'a>, suppression: &'r Suppression) -> Self {
        let (documents, respondents) = (audit.documents(suppression), &audit.respondents);
        let sums = documents.sums(audit.knowledge.clues);
        let ticks = if respondents.several { documents.ticks(audit.knowledge.ties) } else { None };
        let systems = respondents.systems(&sums, ticks.as_ref());
        let of_system = systems.iter().zip(&audit.witnesses.alone);
        let alone = of_system
            .map(|(system, known)| Pool::of(known, |answers| system.fits(answers)))
            .collect();
        let together = ticks
            .as_ref()
            .and_then(|ticks| respondents.system_of_ticks(ticks, &sums, &Reader::default()));
        let jointly = Pool::of(&audit.witnesses.jointly, |answers| {
            together.as_ref().is_some_and(|system| system.fits(answers))
        });
        let swaps = Swaps::among(respondents, &sums);
        let tried = BTreeMap::new();
        Self { audit, documents, sums, ticks, swaps, systems, alone, jointly, tried }
    }

    /// Reports what is certain for a reader, until `enough` says to stop; gives the conclusion
    /// at which it stopped.
    fn by(
        &mut self,
        reader: &Reader,
        enough: &mut dyn FnMut(Certain) -> bool,
    ) -> Option<Conclusion> {
        let respondents = &self.audit.respondents;
        let ticks = self.ticks.as_ref();
        let search = Search {
            respondents,
            reader,
            sums: &self.sums,
            swaps: &self.swaps,
            solver_calls: &self.audit.solver_calls,
            together: OnceCell::new(),
        };
        for (number, system) in self.systems.iter().enumerate() {
            // Where nets cross no option by itself is known to be possible.
            let held = match ticks {
                Some(ticks) => Some(respondents.held_ticks(number, reader, ticks)),
                None if respondents.several => None,
                None => Some(respondents.held_choices(reader)),
            };
            for conclusion in conclusions(respondents, number, reader) {
                let others = respondents.others(reader, conclusion.combination);
                if self.documents.state_in_general(reader, conclusion) {
                    enough(Certain::General(others));
                    continue;
                }
                let alone = held.as_ref().is_some_and(|held| {
                    let tried = Tried { system: number, held: held.clone(), conclusion };
                    let known = &mut self.alone[number];
                    let search = || search.alone(system, held, conclusion, known);
                    *self.tried.entry(tried).or_insert_with(search)
                });
                let refuted = alone
                    || ticks
                        .is_some_and(|ticks| search.jointly(ticks, conclusion, &mut self.jointly));
                if !refuted && enough(Certain::Derivable(others, conclusion)) {
                    return Some(conclusion);
                }
            }
        }
        None
    }

    /// The witnesses that were found in this attack.
    fn fresh_witnesses(self) -> Witnesses {
        Witnesses {
            alone: self.alone.into_iter().map(Pool::fresh).collect(),
            jointly: self.jointly.fresh(),
        }
    }
}

/// What is true of all others of a combination, and might be certain. Of a question with
/// several answers: about one option, that of the system at this place.
fn conclusions(respondents: &Respondents, system: usize, reader: &Reader) -> Vec<Conclusion> {
    let mut conclusions = Vec::new();
    for combination in 0..respondents.combinations.len() {
        let others = whole(respondents.others(reader, combination));
        if others == 0 {
            continue;
        }
        let columns =
            if respondents.several { system..system + 1 } else { 0..respondents.options.len() };
        for column in columns {
            let option = &respondents.options[column];
            let known = reader.known_in(combination);
            let known = known.filter(|one| respondents.chosen(*one).contains(option)).count();
            let chose = respondents.truth(combination, column) - whole(known);
            if chose == others {
                conclusions.push(Conclusion { combination, column, chosen: true });
            } else if chose == 0 && respondents.several {
                conclusions.push(Conclusion { combination, column, chosen: false });
            }
        }
    }
    conclusions
}
