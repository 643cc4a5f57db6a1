//! The rows of the sheets of one municipality: each key question, or a tick of one, with the
//! own answer over the years and how many others gave it.

use super::Edition;
use super::given::contradicted;
use crate::charts::Square;
use crate::disclosure::{Group, OwnAnswer, Reading};
use crate::language::{Number, Wording};
use crate::questionnaire::{
    ItemIndex, Question, QuestionIndex, QuestionKind, Stance, TickRow, TickWords, Wave,
};

/// A row: one question with its own answer.
pub(super) struct Row<'a> {
    pub(super) index: QuestionIndex,
    pub(super) question: &'a Question,
    /// The option that the row is about, of a question with ticks.
    pub(super) tick: Option<&'a TickRow>,
    /// What was answered, or why not.
    pub(super) own: OwnAnswer<'a>,
    /// The answer that is compared with those of others.
    pub(super) chosen: Option<Chosen>,
    wave: Wave,
}

/// An answer: an option, band or net, or everything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chosen {
    pub(super) item: ItemIndex,
    /// It was answered, and this was not ticked.
    pub(super) not: bool,
}

/// The own answer the last time, where it was another one.
#[derive(Debug, Clone)]
pub(super) struct Before {
    pub(super) wave: Wave,
    /// In words.
    pub(super) was: Wording,
    /// Whether it also meant something else for what the question asks about.
    pub(super) other_stance: bool,
}

/// The rows of the key questions of an edition, in the order of the questionnaire.
pub(super) fn rows<'a>(edition: &Edition<'a>, reading: &Reading<'a>) -> Vec<Row<'a>> {
    let wave = edition.wave;
    let mut rows = Vec::new();
    for index in edition.questionnaire.key_questions(wave) {
        let question = edition.questionnaire.question(index);
        let own = reading.own(wave, index, None);
        match question.kind {
            QuestionKind::Single | QuestionKind::Numeric { .. } => {
                rows.push(Row::of(question, index, None, own, wave));
            }
            QuestionKind::Multi { .. } if !question.sheet.ticks.is_empty() => {
                let ticks = question.sheet.ticks.iter();
                let asked = ticks.filter(|tick| question.at(tick.item).asked_in(wave));
                rows.extend(
                    asked.map(|tick| Row::of(question, index, Some(tick), own.clone(), wave)),
                );
            }
            QuestionKind::Multi { .. } if question.ticks_are_marked() => {
                rows.push(Row::of(question, index, None, own, wave));
            }
            QuestionKind::Multi { .. } | QuestionKind::Matrix { .. } | QuestionKind::Open => {}
        }
    }
    rows
}

/// The answer of a question with one answer, or the one that its ticks come down to.
fn chosen(question: &Question, tick: Option<&TickRow>, own: &OwnAnswer) -> Option<Chosen> {
    if let Some(tick) = tick {
        let OwnAnswer::Chosen { .. } = own else { return None };
        return Some(Chosen { item: tick.item, not: !own.has(tick.item) });
    }
    match own {
        OwnAnswer::Chosen { options, .. } if !question.several() => {
            options.first().map(|item| Chosen { item: *item, not: false })
        }
        OwnAnswer::Chosen { .. } => {
            let mut marked = question.sheet.answers.iter();
            let found = marked.find(|(item, words)| words.stance.is_some() && own.has(**item));
            found.map(|(item, _)| Chosen { item: *item, not: false })
        }
        OwnAnswer::Number { band, .. } => band.map(|item| Chosen { item, not: false }),
        _ => None,
    }
}

impl<'a> Row<'a> {
    fn of(
        question: &'a Question,
        index: QuestionIndex,
        tick: Option<&'a TickRow>,
        own: OwnAnswer<'a>,
        wave: Wave,
    ) -> Self {
        let chosen = chosen(question, tick, &own);
        Self { index, question, tick, own, chosen, wave }
    }

    /// Its name in the table of answers.
    pub(super) fn name(&self) -> &'a str {
        self.tick.map_or_else(|| self.question.row_name(), |tick| &tick.row)
    }

    /// Its subject for the council.
    pub(super) fn plain_name(&self) -> &'a str {
        self.tick.map_or_else(
            || self.question.plain_name(),
            |tick| tick.yes.plain.as_deref().unwrap_or(&tick.row),
        )
    }

    /// Whether the municipality does what the row is about, where that was said.
    pub(super) fn stance(&self) -> Option<Stance> {
        self.stance_of(self.chosen?)
    }

    fn stance_of(&self, chosen: Chosen) -> Option<Stance> {
        match (self.tick, chosen.not) {
            (Some(_), true) => Some(Stance::DoesNot),
            (Some(_), false) => Some(Stance::Does),
            (None, _) => self.question.stance(chosen.item),
        }
    }

    /// The own answer in a few words.
    pub(super) fn answer(&self) -> Option<Wording> {
        let chosen = self.chosen?;
        Some(match self.tick {
            Some(_) => Wording::asked(if chosen.not { "nee" } else { "ja" }),
            None => Wording::asked(self.question.answer_in(chosen.item, self.wave)),
        })
    }

    fn tick_words(&self) -> Option<&'a TickWords> {
        let chosen = self.chosen?;
        self.tick.map(|tick| if chosen.not { &tick.no } else { &tick.yes })
    }

    /// The end of a sentence about the municipality.
    pub(super) fn finding(&self) -> Option<&'a str> {
        match self.tick_words() {
            Some(words) => Some(&words.finding),
            None => self.question.findings.get(&self.chosen?.item).map(String::as_str),
        }
    }

    /// The same for a headline.
    pub(super) fn brief(&self) -> Option<&'a str> {
        match self.tick_words() {
            Some(words) => Some(words.brief.as_deref().unwrap_or(&words.finding)),
            None => self.question.brief(self.chosen?.item),
        }
    }

    /// What the council reads.
    pub(super) fn plain(&self) -> Option<&'a str> {
        match self.tick_words() {
            Some(words) => Some(words.plain.as_deref().unwrap_or(&words.finding)),
            None => self.question.plain(self.chosen?.item),
        }
    }

    /// The same where it ends a sentence that begins with the municipality; `None` of a row whose
    /// plain words name a thing.
    pub(super) fn said(&self) -> Option<&'a str> {
        if self.question.sheet.apart.is_some() { None } else { self.plain() }
    }

    /// Printed behind an answer that contradicts another.
    pub(super) fn note(&self, edition: &Edition<'a>, reading: &Reading) -> Option<&'a str> {
        let chosen = self.chosen.filter(|chosen| !chosen.not)?;
        contradicted(edition, reading, self.index, chosen.item)
    }

    /// How many of a group gave the same answer.
    pub(super) fn same(&self, reading: &Reading, group: Group) -> Option<Number> {
        self.number(reading, group, self.chosen?)
    }

    fn number(&self, reading: &Reading, group: Group, chosen: Chosen) -> Option<Number> {
        let figure = reading.figure(self.wave, self.index, None, group, chosen.item)?;
        let number = Number::from(figure);
        Some(if chosen.not { number.rest() } else { number })
    }

    /// The answer that stands for doing what the row is about: the only option or the net that
    /// means it, or everything but the only option that means the opposite.
    pub(super) fn doing(&self) -> Option<Chosen> {
        if let Some(tick) = self.tick {
            return Some(Chosen { item: tick.item, not: false });
        }
        let marked = |stance: Stance| {
            let options = self.question.options_in(self.wave);
            let fits = options.filter(|(item, _)| self.question.stance(*item) == Some(stance));
            fits.map(|(item, _)| item).collect::<Vec<_>>()
        };
        let does = marked(Stance::Does);
        if let [only] = does[..] {
            return Some(Chosen { item: only, not: false });
        }
        let net = self.question.items_in(self.wave).find(|(index, item)| {
            use crate::questionnaire::ItemKind::Net;
            let Net(members) = &item.kind else { return false };
            let asked: Vec<_> = members
                .iter()
                .copied()
                .filter(|member| self.question.at(*member).asked_in(self.wave))
                .collect();
            asked == does || self.question.stance(*index) == Some(Stance::Does)
        });
        if let Some((item, _)) = net {
            return Some(Chosen { item, not: false });
        }
        let neither = !marked(Stance::Partly).is_empty() || !marked(Stance::Neither).is_empty();
        match marked(Stance::DoesNot)[..] {
            [only] if !neither && !self.question.several() => {
                Some(Chosen { item: only, not: true })
            }
            _ => None,
        }
    }

    /// How many of a group do what the row is about.
    pub(super) fn who_do(&self, reading: &Reading, group: Group) -> Option<Number> {
        self.number(reading, group, self.doing()?)
    }

    /// How many of the country take the same stance; as [`Self::same`] where there is only one
    /// answer to take it with.
    pub(super) fn same_stance(&self, reading: &Reading) -> Option<Number> {
        let doing = self.doing();
        match self.stance()? {
            Stance::Does => doing.and_then(|doing| self.number(reading, Group::National, doing)),
            Stance::DoesNot => {
                let mut options = self.question.options_in(self.wave);
                let partly = options.any(|(item, _)| {
                    matches!(
                        self.question.stance(item),
                        Some(Stance::Partly | Stance::Neither) | None
                    )
                });
                let doing = doing.filter(|_| !partly || self.tick.is_some());
                let rest = doing.map(|doing| Chosen { not: !doing.not, ..doing });
                rest.and_then(|rest| self.number(reading, Group::National, rest))
            }
            Stance::Partly | Stance::Neither => None,
        }
        .or_else(|| self.same(reading, Group::National))
    }

    /// The square of a year. Only a year that may be compared with this one has one.
    pub(super) fn square(&self, reading: &Reading, year: Wave) -> Square {
        let own = reading.own(year, self.index, None);
        match own {
            OwnAnswer::DidNotTakePart | OwnAnswer::Skipped => Square::Dash,
            OwnAnswer::NotAsked | OwnAnswer::NotApplicable => Square::Blank,
            _ => match chosen(self.question, self.tick, &own) {
                Some(chosen) if self.compares(chosen.item, year) => match self.stance_of(chosen) {
                    Some(Stance::Does) => Square::Full,
                    Some(Stance::Partly) => Square::Half,
                    Some(Stance::DoesNot) => Square::Open,
                    Some(Stance::Neither) => Square::Dash,
                    None => Square::Blank,
                },
                Some(_) => Square::Blank,
                None => Square::Dash,
            },
        }
    }

    /// Whether an answer of a year may stand beside one of this edition.
    fn compares(&self, item: ItemIndex, year: Wave) -> bool {
        let broken = self.question.break_between(year, self.wave);
        year == self.wave || broken.is_none_or(|broken| broken.keeps.contains(&item))
    }

    /// The own answer the last time that it was given, where it was another one and the two may
    /// be compared.
    pub(super) fn before(&self, edition: &Edition, reading: &Reading) -> Option<Before> {
        let now = self.chosen?;
        let earlier = edition.waves().into_iter().skip(1).find_map(|wave| {
            let own = reading.own(wave, self.index, None);
            Some((wave, chosen(self.question, self.tick, &own)?))
        });
        let (wave, then) = earlier?;
        if !self.compares(then.item, wave) || !self.compares(now.item, wave) {
            return None;
        }
        let same =
            now.not == then.not && self.question.counterparts(now.item, wave).contains(&then.item);
        let was = match self.tick {
            Some(_) => Wording::asked(if then.not { "nee" } else { "ja" }),
            None => Wording::asked(self.question.was_in(then.item, wave)),
        };
        let other_stance = self.stance_of(then) != self.stance_of(now);
        (!same).then_some(Before { wave, was, other_stance })
    }
}
