//! What goes with which kind of question.

use super::{FigureForm, Judge, Located, Place, RawKind, RawQuestion, diags};
use crate::questionnaire::raw::RawFigureForm;

impl Judge<'_> {
    /// Keys that the kind needs, and keys that it does not take.
    pub(super) fn fits_kind(&mut self, raw: &RawQuestion) {
        self.needs(raw);
        for (key, place, takers) in self.given(raw) {
            if let Some(place) = place
                && !takers.contains(raw.kind.get())
            {
                let takers: Vec<&str> = takers.iter().map(|kind| word(*kind)).collect();
                let kind = word(*raw.kind.get());
                self.push(diags::superfluous_key(place, key, kind, &takers.join(", ")));
            }
        }
        if let (Some(min), Some(max)) = (&raw.min, &raw.max)
            && min.get() > max.get()
        {
            let (place, other) = (self.place(min), self.place(max));
            self.push(diags::min_above_max(place, *min.get(), *max.get(), other));
        }
    }

    fn needs(&mut self, raw: &RawQuestion) {
        let needs: &[(&str, usize, usize)] = match raw.kind.get() {
            RawKind::Single => &[("options", raw.options.len(), 2)],
            RawKind::Multi => &[("options", raw.options.len(), 1)],
            RawKind::Matrix => &[("options", raw.options.len(), 2), ("rows", raw.rows.len(), 1)],
            RawKind::Numeric => &[("bands", raw.bands.len(), 1)],
            RawKind::Open => &[],
        };
        for (key, found, least) in needs {
            if found < least {
                let place = self.place(&raw.kind);
                self.push(diags::too_few(place, key, word(*raw.kind.get()), *least, *found));
            }
        }
    }

    /// The keys that were given, with their place and the kinds that take them. A key that
    /// is just `true` is shown at the kind.
    fn given(&self, raw: &RawQuestion) -> Vec<(&'static str, Option<Place>, &'static [RawKind])> {
        use RawKind::{Matrix, Multi, Numeric, Open, Single};
        let at = |located: Option<&Located<String>>| located.map(|code| self.place(code));
        let ticks = raw.sheet.as_ref().and_then(|sheet| sheet.ticks.first());
        let number = |located: Option<&Located<i64>>| located.map(|number| self.place(number));
        let here = |given: bool| given.then(|| self.place(&raw.kind));
        vec![
            ("options", at(raw.options.first().map(|o| &o.code)), &[Single, Multi, Matrix]),
            ("rows", at(raw.rows.first().map(|row| &row.code)), &[Matrix]),
            ("several", here(raw.several), &[Matrix]),
            ("empty_is_answer", here(raw.empty_is_answer), &[Multi]),
            ("bands", at(raw.bands.first().map(|band| &band.code)), &[Numeric]),
            ("min", number(raw.min.as_ref()), &[Numeric]),
            ("max", number(raw.max.as_ref()), &[Numeric]),
            ("ticks", at(ticks.map(|tick| &tick.option)), &[Multi]),
            ("codes", at(raw.codes.first().map(|code| &code.code)), &[Open]),
        ]
    }

    /// The drawing: the one asked for if it fits, else the usual one.
    pub(super) fn figure(&mut self, raw: &RawQuestion) -> FigureForm {
        let kind = *raw.kind.get();
        let fitting = fitting(kind);
        let usual = fitting[0];
        let Some(asked) = &raw.figure else {
            return form(usual);
        };
        if *asked.get() == RawFigureForm::None || fitting.contains(asked.get()) {
            return form(*asked.get());
        }
        let mut words: Vec<&str> = fitting.iter().map(|form| form_word(*form)).collect();
        if !words.contains(&"none") {
            words.push("none");
        }
        let place = self.place(asked);
        let found = form_word(*asked.get());
        self.push(diags::unfit_figure(place, found, word(kind), &words.join(", ")));
        form(usual)
    }
}

/// The forms that can show a kind, the usual one first.
const fn fitting(kind: RawKind) -> &'static [RawFigureForm] {
    use RawFigureForm::{MatrixRows, None, OptionBars, Ranking, YearRows};
    match kind {
        RawKind::Single => &[YearRows, OptionBars, Ranking],
        RawKind::Multi => &[OptionBars, Ranking],
        RawKind::Matrix => &[MatrixRows],
        RawKind::Numeric => &[YearRows, OptionBars],
        RawKind::Open => &[None, OptionBars, Ranking],
    }
}

const fn form(raw: RawFigureForm) -> FigureForm {
    match raw {
        RawFigureForm::YearRows => FigureForm::YearRows,
        RawFigureForm::OptionBars => FigureForm::OptionBars,
        RawFigureForm::Ranking => FigureForm::Ranking,
        RawFigureForm::MatrixRows => FigureForm::MatrixRows,
        RawFigureForm::None => FigureForm::None,
    }
}

const fn form_word(form: RawFigureForm) -> &'static str {
    match form {
        RawFigureForm::YearRows => "year-rows",
        RawFigureForm::OptionBars => "option-bars",
        RawFigureForm::Ranking => "ranking",
        RawFigureForm::MatrixRows => "matrix-rows",
        RawFigureForm::None => "none",
    }
}

/// The word for a kind in a questionnaire file.
pub(super) const fn word(kind: RawKind) -> &'static str {
    match kind {
        RawKind::Single => "single",
        RawKind::Multi => "multi",
        RawKind::Matrix => "matrix",
        RawKind::Numeric => "numeric",
        RawKind::Open => "open",
    }
}

/// Whether a sentence can be made from one answer: not from rows, not from free text.
pub(super) const fn can_have_findings(kind: RawKind) -> bool {
    matches!(kind, RawKind::Single | RawKind::Multi | RawKind::Numeric)
}
