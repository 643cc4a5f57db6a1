//! Answer bars: one question for the nation and the own area, the own answer dark.

use super::Edition;
use super::compared::Compared;
use super::findings::own_label;
use crate::charts::{AltText, Bar, Chart, Extent, Segment};
use crate::disclosure::{CitedTable, Group, OwnAnswer, Reading, Reason};
use crate::language::{
    DRAWN_PERCENT_FROM, Exact, Number, Ranking, Source, Unit, Wording, base_in_words,
    instead_of_answer_sentence, withheld_in_row, withheld_sentence, wording,
};
use crate::questionnaire::{ItemIndex, Question, QuestionIndex, RowIndex};

/// Who speaks of the own answer to whom.
#[derive(Debug, Clone, Copy)]
pub(super) struct Voice {
    /// "Uw antwoord".
    answer: &'static str,
    /// "Uw gemeente".
    municipality: &'static str,
}

impl Voice {
    /// To the municipality itself.
    pub(super) const OWN: Self = Self { answer: "Uw antwoord", municipality: "Uw gemeente" };
    /// Who is spoken of, at the start of a sentence.
    pub(super) const fn municipality(self) -> &'static str {
        self.municipality
    }

    /// To its council.
    pub(super) const COUNCIL: Self =
        Self { answer: "Het antwoord van de gemeente", municipality: "De gemeente" };
}

/// A question (row) beside the groups that the own municipality belongs to.
#[derive(Clone)]
pub(super) struct AnswerBars<'a> {
    pub(super) edition: &'a Edition<'a>,
    pub(super) reading: Reading<'a>,
    /// The group beside the nation, if there is one.
    pub(super) compared: Option<Compared>,
    pub(super) index: QuestionIndex,
    pub(super) row: Option<RowIndex>,
    /// The segments: together everyone who answered.
    pub(super) items: Vec<ItemIndex>,
    /// The own answer at the left, and all other answers as one segment.
    pub(super) own_first: bool,
    pub(super) voice: Voice,
}

/// All answers but the own one.
const OTHERS: &str = "ander antwoord";

/// A segment before it is drawn.
struct Part<'a> {
    name: &'a str,
    extent: Extent,
    /// Known without a key: the own answer, or all others.
    implied: bool,
}

impl<'a> AnswerBars<'a> {
    /// A question as it is counted, with all its options in their order.
    pub(super) fn of(
        edition: &'a Edition<'a>,
        reading: Reading<'a>,
        compared: Option<&Compared>,
        index: QuestionIndex,
        voice: Voice,
    ) -> Self {
        let question = edition.questionnaire.question(index);
        let items = question.options_in(edition.wave).map(|(item, _)| item).collect();
        let compared = compared.cloned();
        Self { edition, reading, compared, index, row: None, items, own_first: false, voice }
    }

    /// The segment that was chosen; `None` when there is no such answer.
    pub(super) fn own(&self) -> Option<ItemIndex> {
        let own = self.state();
        self.items.iter().copied().find(|item| own.has(*item))
    }

    /// The own answer, or why there is none.
    pub(super) fn state(&self) -> OwnAnswer<'a> {
        self.reading.own(self.edition.wave, self.index, self.row)
    }

    pub(super) fn question(&self) -> &'a Question {
        self.edition.questionnaire.question(self.index)
    }

    fn table(&self, group: Group) -> Option<CitedTable<'a>> {
        self.reading.table(self.edition.wave, self.index, self.row, group)
    }

    /// The drawing, `width` in tenths of a point.
    pub(super) fn chart(&self, width: u32) -> Chart {
        let nation = self.bar(["Nederland"; 2], Group::National);
        let own = self.compared.as_ref().map(|own| self.bar([&own.name, &own.within], own.group));
        let (bars, words): (Vec<_>, Vec<_>) = std::iter::once(nation).chain(own).unzip();
        let figures = Wording::joined(words, " ");
        let alt = AltText::new(self.finding(), figures).expect("both were written");
        let place = |own: ItemIndex| self.items.iter().position(|item| *item == own);
        let dark = self.own().and_then(|own| if self.own_first { Some(0) } else { place(own) });
        Chart::answer_bars(alt, width, dark, bars)
    }

    /// What the drawing shows: the own answer, and how many gave it too.
    fn finding(&self) -> Wording {
        let label = |item| Wording::asked(self.question().at(item).label_in(self.edition.wave));
        let exact = |item| Exact::of(self.table(Group::National)?.figure(item)?);
        let Some(own) = self.own() else {
            return wording![self.no_segment(), self.most_chosen()];
        };
        let compared = exact(own).map(compared);
        wording![self.voice.answer, " is ‘", label(own), "’", compared, "."]
    }

    /// What is said of an own answer that has no segment.
    fn no_segment(&self) -> Wording {
        let own = self.state();
        if let Some(sentence) = instead_of_answer_sentence(&own, self.voice.municipality) {
            return sentence.into();
        }
        match own_in_words(self.edition, &self.reading, self.index, &own) {
            Some(words) => wording![self.voice.answer, " is ‘", words, "’."],
            None => Wording::default(),
        }
    }

    /// ` Het vaakst gekozen is ‘ja’.`; of a tie all, nothing where it is not certain.
    fn most_chosen(&self) -> Option<Wording> {
        let table = self.table(Group::National)?;
        let numbers = self.items.iter();
        let numbers = numbers.filter_map(|item| Some((*item, Number::from(table.figure(*item)?))));
        let leaders = Ranking::of(numbers, true).largest();
        let verb = match leaders.len() {
            0 => return None,
            1 => "is",
            _ => "zijn",
        };
        let label = |(item, _): &(ItemIndex, Exact)| {
            let label = self.question().at(*item).label_in(self.edition.wave);
            wording!["‘", Wording::asked(label), "’"]
        };
        let labels = Wording::list(leaders.iter().map(label));
        Some(wording![" Het vaakst gekozen ", verb, " ", labels, "."])
    }

    /// A row, and its words. The group has a name in a row, and one in a sentence.
    fn bar(&self, [name, within]: [&str; 2], group: Group) -> (Bar, Wording) {
        let Some(table) = self.table(group) else {
            let sentence = format!("Uit {within} heeft geen gemeente deze vraag beantwoord.");
            return (Bar::instead(name, sentence.clone()), sentence.into());
        };
        let parts = self.parts(&table);
        let hidden = parts.iter().any(|part| part.extent.is_withheld());
        if let Some(reason) = table.withheld().or(hidden.then_some(Reason::Complementary)) {
            let row = Bar::instead(name, withheld_in_row(reason, within));
            return (row, withheld_sentence(reason, within).into());
        }
        let base = table.base().unwrap_or(0);
        let percents =
            base >= DRAWN_PERCENT_FROM && !parts.iter().any(|part| part.extent.is_range());
        let words = parts
            .iter()
            .map(|part| wording![Wording::asked(part.name), " ", part.extent.short(percents)]);
        let words = Wording::joined(words, ", ");
        let segments = parts.iter().map(|part| {
            let segment = Segment::new(part.name, part.extent);
            if part.implied { segment.implied() } else { segment }
        });
        let bar = Bar::of(name, segments.collect());
        (bar, wording![name, ": ", words, ", van ", base_in_words(&table), "."])
    }

    /// The segments of a table from left to right.
    fn parts(&self, table: &CitedTable) -> Vec<Part<'a>> {
        let part = |item: ItemIndex, implied| {
            let extent = Extent::from(table.figure(item)?);
            Some(Part { name: self.question().at(item).short.as_str(), extent, implied })
        };
        let own = self.own().filter(|_| self.own_first);
        match (own, &self.items[..]) {
            (Some(own), [one, other]) => {
                let rest = if own == *one { *other } else { *one };
                [own, rest].into_iter().filter_map(|item| part(item, true)).collect()
            }
            (Some(own), _) => {
                let own = part(own, true);
                let others = own.as_ref().map(|own| Part {
                    name: OTHERS,
                    extent: own.extent.rest(),
                    implied: true,
                });
                own.into_iter().chain(others).collect()
            }
            (None, items) => items.iter().filter_map(|item| part(*item, false)).collect(),
        }
    }

    /// Whether a range is drawn.
    pub(super) fn has_ranges(&self) -> bool {
        let groups =
            std::iter::once(Group::National).chain(self.compared.as_ref().map(|own| own.group));
        groups.into_iter().any(|group| {
            let table = self.table(group).filter(|table| table.withheld().is_none());
            table.is_some_and(|table| self.parts(&table).iter().any(|part| part.extent.is_range()))
        })
    }

    /// How many gave an answer: `56 van de 171 gemeenten in Nederland en 8 van de 24 in
    /// Zeeland`, and whether a verb to it is singular. `None` when the nation is not shown.
    pub(super) fn same_answer(&self, item: ItemIndex) -> Option<(Wording, bool)> {
        let figure = |group| self.table(group)?.figure(item);
        let nation = figure(Group::National)?;
        let (counted, one) = Number::from(nation).of_base_with_verb()?;
        let unit = Unit::MUNICIPALITIES.of(nation.base()?);
        let mut words = wording![counted, " ", unit, " in Nederland"];
        let counted = |own: &Compared| Number::from(figure(own.group)?).of_base();
        if let Some((own, counted)) =
            self.compared.as_ref().and_then(|own| Some((own, counted(own)?)))
        {
            words.push(wording![" en ", counted, " in ", own.within.as_str()]);
        }
        Some((words, one))
    }
}

/// An own answer in words: the options or the number; `None` where there is none to print.
pub(super) fn own_in_words(
    edition: &Edition,
    reading: &Reading,
    index: QuestionIndex,
    own: &OwnAnswer,
) -> Option<Wording> {
    let question = edition.questionnaire.question(index);
    match own {
        OwnAnswer::Chosen { options, .. } if !options.is_empty() => {
            let label = |item: &ItemIndex| {
                let label = question.at(*item).label_in(edition.wave);
                own_label(edition, reading, index, *item, label)
            };
            Some(Wording::list(options.iter().map(label)))
        }
        OwnAnswer::Number { band: Some(item), .. } => {
            let label = question.at(*item).label_in(edition.wave);
            Some(own_label(edition, reading, index, *item, label))
        }
        OwnAnswer::Number { value, band: None } => {
            Some(Wording::said(value.to_string(), Some(*value), Source::OwnAnswers(index)))
        }
        _ => None,
    }
}

/// How common an answer is: like most, or how many gave it.
fn compared(exact: Exact) -> Wording {
    if exact.is_at_least_half() {
        return wording![", net als bij ", exact.part_with_percent(Unit::MUNICIPALITIES)];
    }
    let verb = if exact.share().count() == 1 { "gaf" } else { "gaven" };
    wording![". Dat antwoord ", verb, " ", exact.in_full(Unit::MUNICIPALITIES)]
}
