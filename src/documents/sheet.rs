//! What the documents for one municipality share: whose sheet it is, through whose eyes the
//! figures are read, and the values that each of their templates may say. A kind adds its own.

use minijinja::{Value, context};

use super::compared::Compared;
use super::given::{answered, comparable};
use super::response::{number_of_province, response_values};
use super::values::{asked, of_project};
use super::{Edition, colours, exists_since, grey_logo, logo, protection_words};
use super::{also_for, printed_name};
use crate::charts::HouseStyle;
use crate::disclosure::{Audience, Reading};
use crate::dutch::date_in_words;
use crate::language::{ResponseNumber, Wording};
use crate::register::{Municipality, Province, Register};

/// A document for one municipality in the making.
pub(super) struct Sheet<'a> {
    pub(super) edition: &'a Edition<'a>,
    /// The figures as this municipality may see them.
    pub(super) reading: Reading<'a>,
    pub(super) municipality: &'a Municipality,
    pub(super) province: &'a Province,
    /// The group beside the nation, if there is one.
    pub(super) compared: Option<Compared>,
    pub(super) style: HouseStyle,
    logo: Option<Value>,
}

impl<'a> Sheet<'a> {
    /// A sheet in the colours of the project.
    pub(super) fn in_colour(edition: &'a Edition, municipality: &'a Municipality) -> Self {
        Self::new(edition, municipality, edition.style(), logo(edition))
    }

    /// A sheet to print in black and white.
    pub(super) fn black_and_white(edition: &'a Edition, municipality: &'a Municipality) -> Self {
        let typeface = edition.project.typeface;
        let style = HouseStyle { typeface, ..HouseStyle::black_and_white() };
        Self::new(edition, municipality, style, grey_logo(edition))
    }

    fn new(
        edition: &'a Edition,
        municipality: &'a Municipality,
        style: HouseStyle,
        logo: Option<Value>,
    ) -> Self {
        let reading = edition.reading(Audience::Municipality(municipality.code));
        let province = Register::builtin().province(municipality.province);
        let compared = Compared::of(edition, &reading);
        Self { edition, reading, municipality, province, compared, style, logo }
    }

    /// Who the sentences are about: the name, or where that is long "De gemeente".
    pub(super) fn subject(&self, long: usize) -> Wording {
        let name = printed_name(self.municipality);
        if name.chars().count() > long { "De gemeente".into() } else { Wording::from(name) }
    }

    /// What every sheet may say.
    pub(super) fn values(&self) -> Value {
        let Self { edition, reading, municipality, .. } = self;
        let project = edition.project;
        context! {
            gemeente => printed_name(municipality),
            provincie => self.province.name,
            gebied => self.compared.as_ref().map(Compared::value),
            in_provincie => self.province.in_text(),
            jaar => edition.wave.0,
            vragenlijst => asked(&edition.questionnaire.title),
            project => context! {
                titel => of_project(&project.title),
                klant => of_project(&project.client),
                contact => project.contact.as_deref().map(of_project),
                datum => Wording::date(date_in_words(edition.date())),
                fictief => project.fictitious,
            },
            kleuren => colours(&self.style),
            logo => self.logo.clone(),
            ook_voor => also_for(edition, reading),
            bestaat_sinds => exists_since(edition, municipality),
            beantwoord => answered(edition, reading),
            te_vergelijken => comparable(edition, reading),
            periode => edition.material().and_then(|wave| wave.period.as_deref()).map(of_project),
            respons => self.response(),
            bescherming => protection_words(&project.protection),
        }
    }

    /// How many took part in this edition, in the country and in the own province.
    fn response(&self) -> Option<Value> {
        let wave = self.edition.wave;
        let taken = self.reading.participation().get(&wave)?;
        let own = number_of_province(taken, wave, self.municipality.province);
        Some(context! {
            provincie => own.map(ResponseNumber::count),
            ..response_values(taken, wave)
        })
    }
}
