//! Everything that is counted: options, bands and codes, then nets; and the rows of a matrix.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Asked, ItemIndex, Judge, Located, Question, QuestionKind, RawKind, RawQuestion, Wave, diags,
    index,
};
use crate::questionnaire::codes;
use crate::questionnaire::model::{Item, ItemKind, Row};
use crate::questionnaire::raw::{RawBand, RawNet, RawOption};

impl Judge<'_> {
    /// All items of a question; codes are unique over options and nets.
    pub(super) fn items(&mut self, raw: &RawQuestion, asked: &Asked) -> Vec<Item> {
        let options = match raw.kind.get() {
            RawKind::Open => &raw.codes,
            RawKind::Single | RawKind::Multi | RawKind::Matrix | RawKind::Numeric => &raw.options,
        };
        let bands: &[RawBand] = if *raw.kind.get() == RawKind::Numeric { &raw.bands } else { &[] };
        let codes = options.iter().map(|option| &option.code);
        let codes = codes.chain(bands.iter().map(|band| &band.code));
        self.unique("code", codes.chain(raw.nets.iter().map(|net| &net.code)));

        let mut items: Vec<Item> = Vec::new();
        for option in options {
            items.push(self.option(option, asked));
        }
        for band in bands {
            items.push(self.band(band, asked));
        }
        self.bands_apart(bands);
        self.same_as(options, &mut items);
        let nets: Vec<Item> = raw.nets.iter().map(|net| self.net(net, &raw.nets, &items)).collect();
        self.nets_apart(raw, &nets);
        items.extend(nets);
        items
    }

    /// Where several options may be ticked, nets lie apart or inside each other: of nets that
    /// cross nobody could say what they tell of one respondent.
    fn nets_apart(&mut self, raw: &RawQuestion, nets: &[Item]) {
        let several = match raw.kind.get() {
            RawKind::Multi | RawKind::Open => true,
            RawKind::Matrix => raw.several,
            RawKind::Single | RawKind::Numeric => false,
        };
        let members = |net: &Item| match &net.kind {
            ItemKind::Net(members) => members.iter().copied().collect::<BTreeSet<_>>(),
            ItemKind::Option | ItemKind::Band(..) => BTreeSet::new(),
        };
        for (at, net) in nets.iter().enumerate().filter(|_| several) {
            for other in &nets[..at] {
                let (one, two) = (members(net), members(other));
                if !one.is_disjoint(&two) && !one.is_subset(&two) && !two.is_subset(&one) {
                    let first = nets.iter().position(|net| net.code == other.code);
                    let first = first.map(|first| self.place(&raw.nets[first].code));
                    let place = self.place(&raw.nets[at].code);
                    self.push(diags::crossing_nets(place, &net.code, &other.code, first));
                }
            }
        }
    }

    fn option(&mut self, raw: &RawOption, asked: &Asked) -> Item {
        let label = self.text(&raw.label, "label");
        let waves = self.own_waves(&raw.waves, asked);
        let own = asked.part("option", raw.code.get(), &waves);
        Item {
            code: raw.code.get().clone(),
            short: self.short(raw.short.as_ref(), &label),
            label,
            wording: self.wording(&raw.wording, &own),
            waves,
            exclusive: raw.exclusive,
            last: raw.last,
            not_applicable: raw.not_applicable,
            same_as: Vec::new(),
            kind: ItemKind::Option,
        }
    }

    fn band(&mut self, raw: &RawBand, asked: &Asked) -> Item {
        let label = self.text(&raw.label, "label");
        let (from, to) = limits(raw);
        if let (Some(from), Some(to)) = (&raw.from, &raw.to)
            && from.get() > to.get()
        {
            let (place, other) = (self.place(from), self.place(to));
            self.push(diags::min_above_max(place, *from.get(), *to.get(), other));
        }
        Item {
            code: raw.code.get().clone(),
            short: label.clone(),
            label,
            wording: BTreeMap::new(),
            waves: asked.waves(),
            exclusive: true,
            last: false,
            not_applicable: false,
            same_as: Vec::new(),
            kind: ItemKind::Band(from, to),
        }
    }

    /// No number may fall in two bands. Sorted by their lower end, only neighbours can meet.
    fn bands_apart(&mut self, bands: &[RawBand]) {
        let mut sorted: Vec<&RawBand> = bands.iter().collect();
        sorted.sort_by_key(|band| limits(band).0.unwrap_or(i64::MIN));
        for pair in sorted.windows(2) {
            let (lower, upper) = (pair[0], pair[1]);
            let end = limits(lower).1.unwrap_or(i64::MAX);
            let start = limits(upper).0.unwrap_or(i64::MIN);
            if start <= end {
                let (first, place) = (self.place(&lower.code), self.place(&upper.code));
                let (one, other) = (lower.code.get(), upper.code.get());
                self.push(diags::overlapping_bands(place, one, other, first));
            }
        }
    }

    /// Options that are declared the same as earlier ones.
    fn same_as(&mut self, options: &[RawOption], items: &mut [Item]) {
        for (at, option) in options.iter().enumerate() {
            for earlier in &option.same_as {
                if let Some(found) = self.earlier(earlier, &items[at], items) {
                    items[at].same_as.push(found);
                }
            }
        }
        self.same_as_circles(options, items);
    }

    fn earlier(
        &mut self,
        code: &Located<String>,
        option: &Item,
        items: &[Item],
    ) -> Option<ItemIndex> {
        let place = self.place(code);
        let Some(at) = items.iter().position(|item| item.code == *code.get()) else {
            let known = items.iter().map(|item| item.code.as_str());
            let known = known.filter(|known| *known != option.code);
            self.push(diags::unknown(&codes::UNKNOWN_OPTION, place, "option", code.get(), known));
            return None;
        };
        if items[at].code == option.code {
            self.push(diags::cyclic_same_as(place, &[&option.code, &option.code]));
            return None;
        }
        if let Some(wave) = items[at].waves.iter().find(|wave| option.asked_in(**wave)) {
            self.push(diags::same_as_overlap(place, &option.code, &items[at].code, wave));
        }
        Some(ItemIndex(index(at)))
    }

    /// `same_as` that leads back to where it began, told once per circle.
    fn same_as_circles(&mut self, options: &[RawOption], items: &[Item]) {
        let next = |at: usize| items[at].same_as.iter().map(|index| usize::from(index.0)).collect();
        for circle in super::routing::circles(options.len(), next) {
            let chain: Vec<&str> = circle.iter().map(|at| items[*at].code.as_str()).collect();
            let place = self.place(&options[circle[0]].code);
            self.push(diags::cyclic_same_as(place, &chain));
        }
    }

    fn net(&mut self, raw: &RawNet, nets: &[RawNet], items: &[Item]) -> Item {
        let label = self.text(&raw.label, "label");
        let members = self.members(raw, nets, items);
        let mut waves: Vec<Wave> =
            members.iter().flat_map(|at| items[usize::from(at.0)].waves.iter().copied()).collect();
        waves.sort_unstable();
        waves.dedup();
        Item {
            code: raw.code.get().clone(),
            short: self.short(raw.short.as_ref(), &label),
            label,
            wording: BTreeMap::new(),
            waves,
            exclusive: false,
            last: false,
            not_applicable: false,
            same_as: Vec::new(),
            kind: ItemKind::Net(members),
        }
    }

    fn members(&mut self, raw: &RawNet, nets: &[RawNet], items: &[Item]) -> Vec<ItemIndex> {
        let net = raw.code.get();
        let place = self.place(&raw.code);
        match raw.of.len() {
            0 => self.push(diags::empty_net(place, net)),
            1 => self.push(diags::net_of_one(place, net)),
            _ => {}
        }
        let mut members = Vec::new();
        for code in &raw.of {
            let place = self.place(code);
            let Some(at) = items.iter().position(|item| item.code == *code.get()) else {
                if nets.iter().any(|other| other.code.get() == code.get()) {
                    self.push(diags::nested_net(place, net, code.get()));
                } else {
                    let known = items.iter().map(|item| item.code.as_str());
                    self.push(diags::unknown(
                        &codes::UNKNOWN_OPTION,
                        place,
                        "option",
                        code.get(),
                        known,
                    ));
                }
                continue;
            };
            let member = ItemIndex(index(at));
            if items[at].not_applicable {
                self.push(diags::net_outside_base(place, net, code.get()));
            } else if members.contains(&member) {
                self.push(diags::repeated(place, code.get()));
            } else {
                members.push(member);
            }
        }
        members
    }

    /// Options and nets that change between two waves are no trend (methods.md#comparable): without
    /// `same_as` it takes a break to say what may be compared. The codes of open answers are
    /// given afterwards and may differ.
    pub(super) fn options_stay(&mut self, raw: &RawQuestion, question: &Question) {
        if question.kind == QuestionKind::Open {
            return;
        }
        for waves in question.waves.windows(2) {
            let (earlier, later) = (waves[0], waves[1]);
            if question.break_between(earlier, later).is_none() {
                self.options_stay_between(raw, question, (earlier, later));
            }
        }
    }

    /// The options; and where they are the same, what stands for them in each net.
    fn options_stay_between(
        &mut self,
        raw: &RawQuestion,
        question: &Question,
        waves: (Wave, Wave),
    ) {
        let counted = question.iter_items().filter(|(_, i)| !i.is_net() && !i.not_applicable);
        let counted: Vec<ItemIndex> = counted.map(|(index, _)| index).collect();
        let of = format!("question `{}`", question.id);
        if self.members_stay(&raw.id, &of, question, &counted, waves) {
            for (net, item) in raw.nets.iter().zip(question.items.iter().filter(|i| i.is_net())) {
                if let ItemKind::Net(members) = &item.kind {
                    self.members_stay(
                        &net.code,
                        &format!("net `{}`", item.code),
                        question,
                        members,
                        waves,
                    );
                }
            }
        }
    }

    /// Whether these items are the same in both waves.
    fn members_stay(
        &mut self,
        at: &Located<String>,
        of: &str,
        question: &Question,
        items: &[ItemIndex],
        waves: (Wave, Wave),
    ) -> bool {
        let changed = question.changed_between(items, waves.0, waves.1);
        if !changed.is_empty() {
            let codes: Vec<&str> =
                changed.iter().map(|item| question.at(*item).code.as_str()).collect();
            let place = self.place(at);
            self.push(diags::options_changed(place, of, waves, &codes));
        }
        changed.is_empty()
    }

    /// The rows of a matrix.
    pub(super) fn rows(&mut self, raw: &RawQuestion, asked: &Asked) -> Vec<Row> {
        self.unique("row code", raw.rows.iter().map(|row| &row.code));
        let mut rows = Vec::new();
        for row in &raw.rows {
            let label = self.text(&row.label, "label");
            let waves = self.own_waves(&row.waves, asked);
            let own = asked.part("row", row.code.get(), &waves);
            rows.push(Row {
                code: row.code.get().clone(),
                short: self.short(row.short.as_ref(), &label),
                label,
                wording: self.wording(&row.wording, &own),
                waves,
            });
        }
        rows
    }
}

fn limits(band: &RawBand) -> (Option<i64>, Option<i64>) {
    (band.from.as_ref().map(|from| *from.get()), band.to.as_ref().map(|to| *to.get()))
}
