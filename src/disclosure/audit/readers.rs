//! Who answered a question, and what each reader of the documents knows about that
//! (bescherming.md#lezer).
//!
//! Municipalities in exactly the same groups are the same to every total. So respondents
//! are kept by combination of groups, and readers who know the same are one reader.

use std::collections::{BTreeMap, BTreeSet};

use super::system::{Answers, Grid};
use crate::disclosure::policy::Policy;
use crate::questionnaire::{ItemIndex, Question, QuestionKind, Wave};
use crate::register::MunicipalityCode;
use crate::statistics::{Group, Profile};

/// The options that a respondent chose.
pub(super) type Chosen = BTreeSet<ItemIndex>;

/// Municipalities in exactly the same groups.
#[derive(Debug)]
pub(super) struct Combination<'a> {
    /// The groups that count them.
    pub(super) groups: Vec<Group>,
    /// Who they are, and what each of them chose.
    pub(super) members: Vec<(MunicipalityCode, &'a Chosen)>,
    /// Distinct answers in a fixed order.
    answers: Vec<Answer<'a>>,
}

/// An answer that was given in a combination.
#[derive(Debug)]
struct Answer<'a> {
    chosen: &'a Chosen,
    /// By how many.
    times: usize,
}

impl<'a> Combination<'a> {
    fn of(groups: Vec<Group>, members: Vec<(MunicipalityCode, &'a Chosen)>) -> Self {
        let mut counted: BTreeMap<&Chosen, usize> = BTreeMap::new();
        for (_, chosen) in &members {
            *counted.entry(chosen).or_default() += 1;
        }
        let answers = counted.into_iter().map(|(chosen, times)| Answer { chosen, times }).collect();
        Self { groups, members, answers }
    }

    /// Whether the total of a group counts these municipalities.
    pub(super) fn counted_by(&self, group: Group) -> bool {
        self.groups.contains(&group)
    }
}

/// Somebody of a combination who gave one of its answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Respondent {
    /// Which combination.
    pub(super) combination: usize,
    /// Which of the combination's answers.
    answer: usize,
}

/// A reader of the documents. The default one knows no answers at all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::disclosure) struct Reader {
    /// Whose answers are known: first those that were published, then the reader's own.
    known: Vec<Respondent>,
    published: usize,
}

impl Reader {
    /// Everybody whose answer this reader knows.
    pub(super) fn known(&self) -> &[Respondent] {
        &self.known
    }

    /// Whose answers not everyone knows: the reader's own, and that of a neighbour.
    pub(super) fn own(&self) -> &[Respondent] {
        &self.known[self.published..]
    }

    /// Everybody of one combination whose answer this reader knows.
    pub(super) fn known_in(&self, combination: usize) -> impl Iterator<Item = Respondent> {
        self.known.iter().copied().filter(move |one| one.combination == combination)
    }
}

/// All valid answers to one question (row) in one wave.
#[derive(Debug)]
pub(in crate::disclosure) struct Respondents<'a> {
    /// In a fixed order.
    pub(super) combinations: Vec<Combination<'a>>,
    /// The options of the question, in the order of the columns.
    pub(super) options: Vec<ItemIndex>,
    /// Whether one respondent may choose several options.
    pub(super) several: bool,
    /// Whether everyone chose at least one option.
    pub(super) at_least_one: bool,
    /// Who published its answers: every reader knows them.
    public: Vec<Respondent>,
    /// By draw who is supposed to have published its answers.
    drawn: [Vec<Respondent>; DRAWS],
}

/// So often it is drawn who publishes its own documents.
const DRAWS: usize = 3;

impl<'a> Respondents<'a> {
    pub(super) fn of(
        question: &Question,
        wave: Wave,
        profile: Profile<'a>,
        policy: &Policy,
    ) -> Self {
        let made_public = &policy.made_public;
        let combinations: Vec<_> =
            profile.into_iter().map(|(groups, members)| Combination::of(groups, members)).collect();
        let answers = || combinations.iter().flat_map(|c| &c.answers).map(|answer| answer.chosen);
        let mut options: BTreeSet<_> = question.options_in(wave).map(|(item, _)| item).collect();
        options.extend(answers().flatten());
        let may_be_empty = matches!(
            question.kind,
            QuestionKind::Multi { empty_is_answer: true } | QuestionKind::Open
        ) || answers().any(BTreeSet::is_empty);
        let drawn = std::array::from_fn(|draw| drawn(&combinations, draw, policy.published_share));
        let public = published(&combinations, made_public);
        Self {
            options: options.into_iter().collect(),
            several: question.several(),
            at_least_one: !may_be_empty,
            combinations,
            public,
            drawn,
        }
    }

    /// What a respondent chose.
    pub(super) fn chosen(&self, one: Respondent) -> &'a Chosen {
        self.combinations[one.combination].answers[one.answer].chosen
    }

    /// Every answer in every combination, and how many gave it.
    pub(super) fn answers(&self) -> impl Iterator<Item = (usize, &'a Chosen, usize)> {
        self.combinations.iter().enumerate().flat_map(|(combination, of)| {
            of.answers.iter().map(move |answer| (combination, answer.chosen, answer.times))
        })
    }

    /// The answers of one combination, and how many gave each.
    pub(super) fn answers_in(
        &self,
        combination: usize,
    ) -> impl Iterator<Item = (&'a Chosen, usize)> {
        let answers = self.combinations[combination].answers.iter();
        answers.map(|answer| (answer.chosen, answer.times))
    }

    /// How many belong to a combination.
    pub(super) fn size(&self, combination: usize) -> i64 {
        whole(self.combinations[combination].members.len())
    }

    /// How many of a combination gave an answer that the reader does not know.
    pub(super) fn others(&self, reader: &Reader, combination: usize) -> usize {
        self.combinations[combination].members.len() - reader.known_in(combination).count()
    }

    /// The combinations that the total of a group counts.
    pub(super) fn counted(&self, group: Group) -> impl Iterator<Item = usize> {
        let of = self.combinations.iter().enumerate();
        of.filter(move |(_, combination)| combination.counted_by(group)).map(|(number, _)| number)
    }

    /// A column for each option of a single choice, and one for no option where that occurs.
    pub(super) fn choice_grid(&self) -> Grid {
        Grid::new(self.combinations.len(), self.options.len() + usize::from(!self.at_least_one))
    }

    /// The column of an answer to a single choice.
    pub(super) fn column_of(&self, chosen: &Chosen) -> usize {
        let first = chosen.first();
        self.options.iter().position(|item| Some(item) == first).unwrap_or(self.options.len())
    }

    /// How many of a combination chose an option; the column after the last option: none.
    pub(super) fn truth(&self, combination: usize, column: usize) -> i64 {
        let chose = |chosen: &Chosen| match self.options.get(column) {
            Some(item) => chosen.contains(item),
            None => chosen.is_empty(),
        };
        let of = self.answers_in(combination).filter(|(chosen, _)| chose(chosen));
        of.map(|(_, times)| whole(times)).sum()
    }

    /// The true number in each column of a single choice.
    pub(super) fn true_choices(&self) -> Answers {
        Answers::of(self.choice_grid(), |combination, column| self.truth(combination, column))
    }

    /// The true number of those who chose one option.
    pub(super) fn true_choices_of(&self, column: usize) -> Answers {
        let grid = Grid::new(self.combinations.len(), 1);
        Answers::of(grid, |combination, _| self.truth(combination, column))
    }

    /// A reader who knows these answers, and those that were published.
    fn reader(&self, own: &[Respondent]) -> Reader {
        let known = self.public.iter().chain(own).copied().collect();
        Reader { known, published: self.public.len() }
    }

    /// The respondents who did not publish their answers; one for those who gave the same one.
    fn unpublished(&self) -> Vec<Respondent> {
        let combinations = self.combinations.iter().enumerate();
        combinations
            .flat_map(|(combination, of)| {
                (0..of.answers.len()).map(move |answer| Respondent { combination, answer })
            })
            .filter(|one| self.unpublished_like(*one) > 0)
            .collect()
    }

    /// How many of its combination gave the answer of this respondent.
    fn times(&self, one: Respondent) -> usize {
        self.combinations[one.combination].answers[one.answer].times
    }

    /// How many gave the answer of this respondent and did not publish it.
    fn unpublished_like(&self, one: Respondent) -> usize {
        self.times(one) - self.public.iter().filter(|public| **public == one).count()
    }
}

/// Those of some combinations who published their answers.
fn published(combinations: &[Combination], by: &BTreeSet<MunicipalityCode>) -> Vec<Respondent> {
    let mut public = Vec::new();
    for (number, combination) in combinations.iter().enumerate() {
        for (_, chosen) in combination.members.iter().filter(|(who, _)| by.contains(who)) {
            let answer = combination.answers.iter().position(|answer| answer.chosen == *chosen);
            let answer = answer.expect("every member gave one of the answers");
            public.push(Respondent { combination: number, answer });
        }
    }
    public
}

/// Who of a hundred publishes its own documents, drawn by a rule. Within a combination places in
/// the order of the answers are drawn, not municipalities: which of them gave an answer makes no
/// difference.
fn drawn(combinations: &[Combination], draw: usize, share: u32) -> Vec<Respondent> {
    // FNV-1a over the place, then the last steps of splitmix64.
    let lot = |combination: usize, place: usize| {
        let bytes = format!("{draw} {combination} {place}").into_bytes();
        let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)
        });
        let mixed = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    let mut lots = Vec::new();
    for (combination, of) in combinations.iter().enumerate() {
        let mut place = 0;
        for (answer, given) in of.answers.iter().enumerate() {
            for _ in 0..given.times {
                lots.push((lot(combination, place), combination, answer));
                place += 1;
            }
        }
    }
    lots.sort_unstable();
    let share = usize::try_from(share).expect("at most a hundred");
    let few = lots.len() * share / 100;
    let few = lots.into_iter().take(few);
    few.map(|(_, combination, answer)| Respondent { combination, answer }).collect()
}

/// Some of the readers that an audit supposes.
pub(in crate::disclosure) type ReaderRule = fn(&Respondents, &Policy) -> Vec<Reader>;

/// All readers that an audit supposes, in a fixed order.
pub(in crate::disclosure) const READERS: [ReaderRule; 4] =
    [outsiders, respondents, of_published_documents, neighbours];

/// Readers who did not take part.
pub(in crate::disclosure) fn outsiders(of: &Respondents, _: &Policy) -> Vec<Reader> {
    vec![of.reader(&[])]
}

/// Readers who know their own answer.
pub(in crate::disclosure) fn respondents(of: &Respondents, _: &Policy) -> Vec<Reader> {
    of.unpublished().iter().map(|one| of.reader(&[*one])).collect()
}

/// The same when some municipalities, drawn by a rule, have published their own documents
/// (bescherming.md#zelf-gepubliceerd).
pub(in crate::disclosure) fn of_published_documents(of: &Respondents, _: &Policy) -> Vec<Reader> {
    let mut readers = Vec::new();
    for drawn in of.drawn.iter().filter(|drawn| !drawn.is_empty()) {
        let mut known = of.public.clone();
        for one in drawn {
            // Who published already is known once.
            let like = known.iter().filter(|other| *other == one).count();
            if like < of.times(*one) {
                known.push(*one);
            }
        }
        let published = known.len();
        let with = |own: Option<Respondent>| {
            let known = known.iter().copied().chain(own).collect();
            Reader { known, published }
        };
        readers.push(with(None));
        let left = of
            .unpublished()
            .into_iter()
            .filter(|one| of.times(*one) > known.iter().filter(|other| *other == one).count());
        readers.extend(left.map(|one| with(Some(one))));
    }
    readers
}

/// Readers who know their own answer and that of one other municipality, wherever it lies,
/// where the level of protection supposes them.
pub(in crate::disclosure) fn neighbours(of: &Respondents, policy: &Policy) -> Vec<Reader> {
    if !policy.neighbour {
        return Vec::new();
    }
    let mut pairs = Vec::new();
    let all = of.unpublished();
    for (at, one) in all.iter().enumerate() {
        for other in &all[at..] {
            if one != other || of.unpublished_like(*one) > 1 {
                pairs.push(of.reader(&[*one, *other]));
            }
        }
    }
    pairs
}

/// A count as a number that can be subtracted.
pub(super) fn whole(count: usize) -> i64 {
    i64::try_from(count).expect("fewer municipalities than that")
}
