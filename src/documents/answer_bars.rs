//! Answer bars: one question for the nation and the province, the own answer dark.

use super::Edition;
use super::findings::own_label;
use crate::charts::{AltText, Bar, Chart, Extent, Segment};
use crate::disclosure::{CitedTable, Group, OwnAnswer, Reading, Reason};
use crate::dutch::join;
use crate::language::{
    DRAWN_PERCENT_FROM, Exact, Number, Ranking, Source, Unit, Wording, base_in_words,
    instead_of_answer_sentence, withheld_in_row, withheld_sentence, wording,
};
use crate::questionnaire::{ItemIndex, Question, QuestionIndex, RowIndex, Wave};
use crate::register::{Province, Register};

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

/// The group beside the nation.
pub(super) struct Area {
    /// Its name at the start of a row.
    pub(super) name: String,
    /// Its name in a sentence.
    pub(super) in_text: String,
    pub(super) group: Group,
    /// Why the landsdeel stands in the place of the province, if it does.
    pub(super) replaces: Option<Reason>,
}

impl Area {
    /// The province, or the landsdeel that is shown in its place (bescherming.md#landsdeel).
    pub(super) fn of(
        reading: &Reading,
        wave: Wave,
        (index, row): (QuestionIndex, Option<RowIndex>),
        province: &Province,
    ) -> Self {
        let [own, landsdeel] =
            [Group::Province(province.code), Group::Landsdeel(province.landsdeel)];
        let table = |group| reading.table(wave, index, row, group);
        let withheld = table(own).and_then(|table| table.withheld());
        let replaces = withheld
            .filter(|_| table(landsdeel).is_some_and(|landsdeel| landsdeel.base().is_some()));
        match replaces {
            Some(_) => Self {
                name: format!("Landsdeel {}", province.landsdeel),
                in_text: format!("landsdeel {}", province.landsdeel),
                group: landsdeel,
                replaces,
            },
            None => {
                Self { name: province.in_row(), in_text: province.in_text(), group: own, replaces }
            }
        }
    }
}

/// Which provinces a landsdeel consists of, where it stands in the place of one of them.
pub(super) fn landsdeel_words(province: &Province) -> String {
    let all = Register::builtin().provinces().iter();
    let members = all.filter(|other| other.landsdeel == province.landsdeel).map(|other| other.name);
    format!(
        "{} Daarom staat er landsdeel {}: de provincies {}.",
        withheld_sentence(Reason::SmallBase, &province.in_text()),
        province.landsdeel,
        join(&members.collect::<Vec<_>>())
    )
}

/// A question (row) beside the groups that the own municipality belongs to.
#[derive(Clone)]
pub(super) struct AnswerBars<'a> {
    pub(super) edition: &'a Edition<'a>,
    pub(super) reading: Reading<'a>,
    pub(super) province: &'a Province,
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
        province: &'a Province,
        index: QuestionIndex,
        voice: Voice,
    ) -> Self {
        let question = edition.questionnaire.question(index);
        let items = question.options_in(edition.wave).map(|(item, _)| item).collect();
        Self { edition, reading, province, index, row: None, items, own_first: false, voice }
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

    pub(super) fn area(&self) -> Area {
        Area::of(&self.reading, self.edition.wave, (self.index, self.row), self.province)
    }

    /// The drawing, `width` in tenths of a point.
    pub(super) fn chart(&self, width: u32) -> Chart {
        let area = self.area();
        let replaced =
            area.replaces.map(|reason| withheld_sentence(reason, &self.province.in_text()));
        let (nation, nation_words) = self.bar("Nederland", "Nederland", Group::National);
        let (own, own_words) = self.bar(&area.name, &area.in_text, area.group);
        let words = [Some(nation_words), replaced.map(Wording::from), Some(own_words)];
        let figures = Wording::joined(words.into_iter().flatten(), " ");
        let alt = AltText::new(self.finding(), figures).expect("both were written");
        let place = |own: ItemIndex| self.items.iter().position(|item| *item == own);
        let dark = self.own().and_then(|own| if self.own_first { Some(0) } else { place(own) });
        Chart::answer_bars(alt, width, dark, vec![nation, own])
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

    /// A row with this name, and its words.
    fn bar(&self, name: &str, in_text: &str, group: Group) -> (Bar, Wording) {
        let Some(table) = self.table(group) else {
            let sentence = format!("Uit {in_text} heeft geen gemeente deze vraag beantwoord.");
            return (Bar::instead(name, sentence.clone()), sentence.into());
        };
        let parts = self.parts(&table);
        let hidden = parts.iter().any(|part| part.extent.is_withheld());
        if let Some(reason) = table.withheld().or(hidden.then_some(Reason::Complementary)) {
            let row = Bar::instead(name, withheld_in_row(reason, in_text));
            return (row, withheld_sentence(reason, in_text).into());
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
        [Group::National, self.area().group].into_iter().any(|group| {
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
        let area = self.area();
        if let Some(counted) = figure(area.group).and_then(|figure| Number::from(figure).of_base())
        {
            words.push(wording![" en ", counted, " in ", area.in_text]);
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
