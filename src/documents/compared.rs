//! Whom a municipality is compared with beside the nation: its area or its group, and what that
//! is called.

use minijinja::{Value, context};

use super::Edition;
use crate::disclosure::{Group, Reading};
use crate::language::Wording;
use crate::register::{Area, Register};

/// The group beside the nation, the same for all questions of an edition.
#[derive(Debug, Clone)]
pub(super) struct Compared {
    pub(super) group: Group,
    /// In a sentence, after "in" or "uit": `Groningen en Drenthe`, `de provincie Groningen`.
    pub(super) within: String,
    /// What sort of group it is, in a word.
    sort: &'static str,
    /// The name, where a sheet must say that it is not simply the own province.
    explained: Option<Wording>,
}

impl Compared {
    /// The group of the reading municipality in this edition: that of the project's own, where it
    /// has such groups (bescherming.md#eigen-groepen), or else its area (bescherming.md#gebieden).
    pub(super) fn of(edition: &Edition, reading: &Reading) -> Option<Self> {
        let groups = reading.parts(edition.wave);
        let own = groups.iter().find(|group| matches!(group, Group::Class(_)));
        match *own.or_else(|| groups.first())? {
            Group::Area(area) => Some(Self::area(area)),
            Group::Class(code) => {
                let partition = edition.publication.comparison().partition()?;
                Some(Self::class(Group::Class(code), partition.names.get(&code)?))
            }
            Group::National | Group::Panel(_) => None,
        }
    }

    fn area(area: Area) -> Self {
        let group = Group::Area(area);
        if let Some(only) = area.only() {
            let province = Register::builtin().province(only);
            return Self { group, within: province.in_text(), sort: "provincie", explained: None };
        }
        let name = area.name();
        let explained = Some(Wording::from(name.clone()));
        Self { group, within: name, sort: "gebied", explained }
    }

    fn class(group: Group, name: &str) -> Self {
        let explained = Some(Wording::of_project(&format!("‘{name}’")));
        let within = format!("de groep ‘{name}’");
        Self { group, within, sort: "groep", explained }
    }

    /// For the templates.
    pub(super) fn value(&self) -> Value {
        context! { soort => self.sort, naam => self.explained.clone(), binnen => &self.within }
    }
}
