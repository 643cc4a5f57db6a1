//! The numbers of a paragraph, as they were written: those of one figure that stand together,
//! such as `153 van de 172 (89%)`, are one group.

use std::ops::Range;

use crate::language::{Form, Source};
use crate::proofreading::Wanted;
use crate::templates::{Origin, Paragraph, Traced};

/// A number with its source.
pub(super) struct Number<'a> {
    pub(super) at: Range<usize>,
    pub(super) source: Source,
    pub(super) origin: Origin<'a>,
}

/// Numbers of one figure that stand together in a text.
pub(super) struct Spoken<'a> {
    pub(super) numbers: Vec<Number<'a>>,
}

/// All numbers of a paragraph that know their source.
pub(super) fn spoken<'a>(traced: &'a Traced, paragraph: &Paragraph) -> Vec<Spoken<'a>> {
    let mut groups: Vec<Spoken> = Vec::new();
    for written in traced.written(paragraph) {
        let Some(origin) = written.origin else { continue };
        let Some(source) = origin.source.copied() else { continue };
        let number = Number { at: written.at, source, origin };
        match groups.last_mut().filter(|group| group.goes_on_with(&source)) {
            Some(group) => group.numbers.push(number),
            None => groups.push(Spoken { numbers: vec![number] }),
        }
    }
    groups
}

impl Spoken<'_> {
    /// The source of its first number.
    pub(super) fn source(&self) -> Source {
        self.numbers[0].source
    }

    /// Where it stands in its paragraph.
    pub(super) fn at(&self) -> Range<usize> {
        let last = self.numbers.len() - 1;
        self.numbers[0].at.start..self.numbers[last].at.end
    }

    /// Whether a number belongs to the same figure and comes after those in hand: count, base,
    /// percentage.
    fn goes_on_with(&self, next: &Source) -> bool {
        let order = |form| match form {
            Form::Count | Form::AtMost | Form::AtLeast => 0,
            Form::Base => 1,
            Form::Percent => 2,
            Form::Size | Form::Tenths | Form::Range => 3,
        };
        let last = self.numbers[self.numbers.len() - 1].source;
        match (form(&last), form(next)) {
            (Some(before), Some(after)) => same_number(&last, next) && order(before) < order(after),
            _ => false,
        }
    }

    /// Whether this is what somebody asks about.
    pub(super) fn is(&self, wanted: &Wanted, text: &str) -> bool {
        let says = |number: &Number, words: &str| text[number.at.clone()].to_lowercase() == words;
        let any = |fits: &dyn Fn(&Number) -> bool| self.numbers.iter().any(fits);
        let with = |form_of: Form, words: String| {
            any(&|number| form(&number.source) == Some(form_of) && says(number, &words))
        };
        match wanted {
            Wanted::Percent(percent) => with(Form::Percent, format!("{percent}%")),
            Wanted::Range(low, high) => with(Form::Range, format!("{low} t/m {high}")),
            Wanted::Share(count, base) => {
                let counted = with(Form::Count, count.to_string());
                counted && base_of(&self.source()) == Some(*base)
                    || with(Form::Tenths, format!("{count} van de {base}"))
            }
            Wanted::Base(base) => {
                let counted = any(&|number| form(&number.source) == Some(Form::Count));
                let alone = |number: &Number| matches!(number.source, Source::Base { .. });
                let words = base.to_string();
                with(Form::Base, words.clone()) && !counted
                    || any(&|number| alone(number) && says(number, &words))
            }
            Wanted::Points(points) => any(&|number| {
                let Source::Change(change) = number.source else { return false };
                u64::from(change.points.rounded().unsigned_abs()) == *points
            }),
            Wanted::Size(size) => any(&|number| {
                let said = text[number.at.clone()].to_lowercase();
                form(&number.source) == Some(Form::Size) && said.ends_with(size.as_str())
            }),
            Wanted::Whole(whole) => any(&|number| {
                let said = text[number.at.clone()].replace('.', "");
                let other = matches!(form(&number.source), Some(Form::Percent | Form::Range));
                !other && said.parse() == Ok(*whole)
            }),
            Wanted::Figure(_) | Wanted::Table(_) => false,
        }
    }
}

/// What of its figure a number says; none for a number of no figure.
const fn form(source: &Source) -> Option<Form> {
    match source {
        Source::Figure { form, .. } | Source::Response { form, .. } => Some(*form),
        _ => None,
    }
}

/// Whether two numbers say something of one figure.
fn same_number(one: &Source, other: &Source) -> bool {
    match (one, other) {
        (
            Source::Figure { figure, others, .. },
            Source::Figure { figure: next, others: rest, .. },
        ) => figure == next && others == rest,
        (Source::Response { number, .. }, Source::Response { number: next, .. }) => number == next,
        _ => false,
    }
}

/// Of how many a number counts.
fn base_of(source: &Source) -> Option<u64> {
    match source {
        Source::Figure { figure, .. } => figure.base().map(u64::from),
        Source::Response { number, .. } => number.of.map(|share| share.base().into()),
        _ => None,
    }
}
