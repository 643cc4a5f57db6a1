//! Answer bars: one question for the nation and the province, the own answer dark.

use super::Edition;
use super::topic::{share_value, short_value};
use crate::charts::{AltText, Bar, Chart, Extent, Segment};
use crate::disclosure::{Figure, FigureView, Group, OwnAnswer, Reading, ReleasedTable, Share};
use crate::language::withheld_sentence;
use crate::questionnaire::{ItemIndex, QuestionIndex, RowIndex};
use crate::register::Province;

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
}

/// All answers but the own one.
const OTHERS: &str = "ander antwoord";

impl AnswerBars<'_> {
    /// The segment that was chosen; `None` when the question was skipped.
    pub(super) fn own(&self) -> Option<ItemIndex> {
        let own = self.reading.own(self.edition.wave, self.index, self.row)?;
        match own {
            OwnAnswer::Nothing | OwnAnswer::Text(_) => None,
            _ => self.items.iter().copied().find(|item| own.has(*item)),
        }
    }

    /// The province, or the landsdeel that is shown in its place (trust-rules A4.1).
    fn area(&self) -> (String, Group) {
        let province = Group::Province(self.province.code);
        let landsdeel = Group::Landsdeel(self.province.landsdeel);
        let shown = |group| {
            let table = self.reading.table(self.edition.wave, self.index, self.row, group);
            table.is_some_and(|table| table.base().is_some())
        };
        if !shown(province) && shown(landsdeel) {
            return (format!("Landsdeel {}", self.province.landsdeel), landsdeel);
        }
        (self.province.name.to_string(), province)
    }

    /// The drawing, `width` in tenths of a point. `answer` says what the own answer is.
    pub(super) fn chart(&self, width: u32, answer: &str) -> Chart {
        let question = self.edition.questionnaire.question(self.index);
        let own = self.own();
        let (area, area_group) = self.area();
        let groups = [("Nederland", Group::National), (area.as_str(), area_group)];
        let mut bars = Vec::new();
        let mut words = Vec::new();
        for (name, group) in groups {
            let table = self.reading.table(self.edition.wave, self.index, self.row, group);
            let sentence = match table {
                None => Some(format!("Uit {name} heeft geen gemeente deze vraag beantwoord.")),
                Some(table) => table.withheld().map(|reason| withheld_sentence(reason, name)),
            };
            if let Some(sentence) = sentence {
                words.push(sentence.clone());
                bars.push(Bar::instead(name, sentence));
                continue;
            }
            let figures: Vec<_> = self
                .items
                .iter()
                .filter_map(|item| Some((*item, &question.at(*item).short, table?.figure(*item)?)))
                .collect();
            let segment = |(_, short, figure): &(ItemIndex, &String, Figure)| {
                Segment::new(short.as_str(), Extent::from(figure))
            };
            let own = figures.iter().position(|(item, ..)| Some(*item) == own);
            let mut parts: Vec<_> = figures
                .iter()
                .map(|(_, short, figure)| format!("{short} {}", short_value(figure)))
                .collect();
            let segments = match (own.filter(|_| self.own_first), &figures[..]) {
                (Some(own), [_, _]) => {
                    [own, 1 - own].map(|place| segment(&figures[place]).implied()).to_vec()
                }
                (Some(own), _) => {
                    let (_, short, figure) = &figures[own];
                    parts = vec![format!("{short} {}", short_value(figure))];
                    parts.push(format!("{OTHERS} {}", value_of_rest(figure)));
                    let others = Extent::from(figure).rest();
                    vec![segment(&figures[own]).implied(), Segment::new(OTHERS, others).implied()]
                }
                (None, _) => figures.iter().map(segment).collect(),
            };
            let base = table.and_then(ReleasedTable::base).unwrap_or(0);
            words.push(format!("{name}: {}, van {base}.", parts.join(", ")));
            bars.push(Bar::of(name, segments));
        }
        let alt = AltText::new(format!("{answer} {}", words.join(" "))).expect("not empty");
        let own = own.and_then(|own| self.items.iter().position(|item| *item == own));
        let own = if self.own_first { own.map(|_| 0) } else { own };
        Chart::answer_bars(alt, width, own, bars)
    }
}

/// All answers but this one, as short as [`short_value`].
fn value_of_rest(figure: &Figure) -> String {
    match figure.view() {
        FigureView::Exact(share) => {
            let others = Share::of(share.base() - share.count(), share.base());
            others.map_or_else(String::new, share_value)
        }
        FigureView::Range { low, high, base } => format!("{} t/m {}", base - high, base - low),
        FigureView::Withheld(_) => short_value(figure),
    }
}
