//! Nouns with their plural, and lists.

/// What can be counted, in singular and plural.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noun<'a> {
    /// One of them.
    pub one: &'a str,
    /// Several, or none.
    pub many: &'a str,
}

impl<'a> Noun<'a> {
    /// Municipalities.
    pub const MUNICIPALITIES: Noun<'static> = Noun { one: "gemeente", many: "gemeenten" };

    /// Completed questionnaires, some of which speak for several municipalities.
    pub const RESPONDENTS: Noun<'static> = Noun { one: "respondent", many: "respondenten" };

    /// Who is asked to answer for a municipality.
    pub const CONTACTS: Noun<'static> = Noun { one: "contactpersoon", many: "contactpersonen" };

    /// What every survey counts; a questionnaire adds its own.
    pub const COMMON: [Noun<'static>; 9] = [
        Self::MUNICIPALITIES,
        Self::RESPONDENTS,
        Self::CONTACTS,
        Noun { one: "vragenlijst", many: "vragenlijsten" },
        Noun { one: "vraag", many: "vragen" },
        Noun { one: "antwoord", many: "antwoorden" },
        Noun { one: "toelichting", many: "toelichtingen" },
        Noun { one: "provincie", many: "provincies" },
        Noun { one: "meting", many: "metingen" },
    ];

    /// The form that goes with a number.
    ///
    /// ```
    /// # use gemeentespiegel::dutch::Noun;
    /// assert_eq!(Noun::MUNICIPALITIES.of(1), "gemeente");
    /// assert_eq!(Noun::MUNICIPALITIES.of(0), "gemeenten");
    /// ```
    #[must_use]
    pub const fn of(self, count: u32) -> &'a str {
        if count == 1 { self.one } else { self.many }
    }

    /// Whether a lower-case word is one of the two forms.
    #[must_use]
    pub fn is(self, word: &str) -> bool {
        word == self.one || word == self.many
    }
}

/// A list as Dutch writes it: `a, b en c`.
///
/// ```
/// # use gemeentespiegel::dutch::join;
/// assert_eq!(join(&["Ede", "Epe", "Urk"]), "Ede, Epe en Urk");
/// ```
#[must_use]
pub fn join<T: AsRef<str>>(parts: &[T]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<_> = first.iter().map(AsRef::as_ref).collect();
            format!("{} en {}", first.join(", "), last.as_ref())
        }
    }
}
