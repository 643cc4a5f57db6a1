//! Figures about municipalities, provinces and the country from elsewhere, to stand beside the
//! answers: public by themselves, so that documents may print them as they are.

use std::collections::BTreeMap;

use crate::register::{MunicipalityCode, ProvinceCode};

/// What a figure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContextArea {
    /// The country.
    Country,
    /// A province.
    Province(ProvinceCode),
    /// A municipality.
    Municipality(MunicipalityCode),
}

/// Figures from elsewhere, as they are printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// Per area one for each column of the project file; `None` where the cell is empty.
    figures: BTreeMap<ContextArea, Vec<Option<String>>>,
}

impl Context {
    /// Takes the figures of an area, one for each column of the project file.
    pub fn insert(&mut self, area: ContextArea, figures: Vec<Option<String>>) {
        self.figures.insert(area, figures);
    }

    /// The figure of an area in a column of the project file, by its place there.
    #[must_use]
    pub fn figure(&self, area: ContextArea, column: usize) -> Option<&str> {
        self.figures.get(&area)?.get(column)?.as_deref()
    }
}
