//! Finding a municipality by what people write in a list.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use crate::calendar::Date;
use crate::diagnostics::nearest;

use super::{Municipality, MunicipalityCode, Register};

/// Why a text is not a municipality on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FindError {
    /// No municipality has this name or code.
    Unknown {
        /// The name that looks most like it.
        nearest: Option<String>,
    },
    /// It exists, but not on that day.
    NotValid {
        /// Its name.
        name: String,
        /// First day.
        valid_from: Option<Date>,
        /// Last day.
        valid_to: Option<Date>,
        /// Names of those that took over its area.
        successors: Vec<String>,
    },
    /// Several municipalities are called so.
    Ambiguous {
        /// Their full names with codes.
        names: Vec<String>,
    },
}

impl fmt::Display for FindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown { .. } => "unknown municipality",
            Self::NotValid { .. } => "the municipality did not exist on that day",
            Self::Ambiguous { .. } => "several municipalities have this name",
        })
    }
}

impl std::error::Error for FindError {}

impl Register {
    /// The municipality that a text means on a day: a CBS code (`GM0193`, `gm0193`, `0193`,
    /// `193`), a name or an alias, whatever the case, spaces and apostrophes.
    ///
    /// # Errors
    /// When nothing, several, or only a municipality of other days is called so.
    pub fn find(&self, text: &str, date: Date) -> Result<MunicipalityCode, FindError> {
        let folded = fold(text);
        if let Some(code) = MunicipalityCode::loose(&folded) {
            return self.find_code(code, date);
        }
        let name = folded.strip_prefix("gemeente ").unwrap_or(&folded);
        let candidates = self.called(&folded).or_else(|| self.called(name));
        let candidates = candidates.or_else(|| self.called_in_province(name)).unwrap_or_default();
        let valid: Vec<_> = candidates.iter().filter(|found| found.valid_on(date)).collect();
        match (valid.as_slice(), candidates.first()) {
            ([one], _) => Ok(one.code),
            ([], Some(gone)) => Err(self.not_valid(gone)),
            ([], None) => Err(self.find_ended(name).unwrap_or_else(|| self.unknown(name, date))),
            (several, _) => Err(FindError::Ambiguous {
                names: several
                    .iter()
                    .map(|found| format!("{} {}", found.code, found.name))
                    .collect(),
            }),
        }
    }

    /// The municipality that a text means on the first of these days on which there is one, such
    /// as the days of the waves, newest first.
    ///
    /// # Errors
    /// On none of them: the first day, and why not on that day. `None` where there are no days.
    pub fn find_on_any(
        &self,
        text: &str,
        dates: impl IntoIterator<Item = Date>,
    ) -> Result<MunicipalityCode, Option<(Date, FindError)>> {
        let mut first = None;
        for date in dates {
            match self.find(text, date) {
                Ok(code) => return Ok(code),
                Err(error) => first = first.or(Some((date, error))),
            }
        }
        Err(first)
    }

    /// Everything that was ever called so.
    fn called(&self, name: &str) -> Option<Vec<&Municipality>> {
        let codes = self.names.get(name)?;
        Some(codes.iter().filter_map(|code| self.get(*code)).collect())
    }

    /// A name with its province behind it, as the national registers write it: `Bergen (LI)`.
    fn called_in_province(&self, name: &str) -> Option<Vec<&Municipality>> {
        let (base, suffix) = split_suffix(name)?;
        let letters = suffix.trim_end_matches('.');
        let (_, province) = PROVINCE_LETTERS.iter().find(|(known, _)| *known == letters)?;
        let mut found = self.called(base)?;
        found.retain(|municipality| municipality.province.number() == *province);
        (!found.is_empty()).then_some(found)
    }

    fn find_code(&self, code: MunicipalityCode, date: Date) -> Result<MunicipalityCode, FindError> {
        match self.get(code) {
            Some(found) if found.valid_on(date) => Ok(code),
            Some(found) => Err(self.not_valid(found)),
            None => {
                let ended = self.mergers.iter().find(|merger| merger.old == code);
                Err(ended
                    .and_then(|merger| self.find_ended(&fold(&merger.old_name)))
                    .unwrap_or(FindError::Unknown { nearest: None }))
            }
        }
    }

    fn not_valid(&self, found: &Municipality) -> FindError {
        let names = found.successors.iter().filter_map(|code| self.get(*code));
        FindError::NotValid {
            name: found.name.clone(),
            valid_from: found.valid_from,
            valid_to: found.valid_to,
            successors: names.map(|successor| successor.name.clone()).collect(),
        }
    }

    /// Municipalities that ended before 2019 are known from the mergers only.
    fn find_ended(&self, folded: &str) -> Option<FindError> {
        let ended: Vec<_> =
            self.mergers.iter().filter(|merger| fold(&merger.old_name) == folded).collect();
        let first = ended.first()?;
        Some(FindError::NotValid {
            name: first.old_name.clone(),
            valid_from: None,
            valid_to: Some(first.date.day_before()),
            successors: ended.iter().map(|merger| merger.new_name.clone()).collect(),
        })
    }

    /// The name that looks most like it. What stands between brackets is not compared: another
    /// municipality with the same letters behind its name is not what was meant.
    fn unknown(&self, name: &str, date: Date) -> FindError {
        let base = |name: &str| match split_suffix(name) {
            Some((base, _)) => base.to_owned(),
            None => name.to_owned(),
        };
        let names: Vec<(String, &str)> =
            self.on(date).map(|found| (base(&fold(&found.name)), found.name.as_str())).collect();
        let name = base(name);
        // People seldom mistype the first letter: `Zutfen` is Zutphen, not Putten.
        let all = || names.iter().map(|(folded, _)| folded.as_str());
        let alike = all().filter(|folded| folded.chars().next() == name.chars().next());
        let close = nearest(&name, alike).or_else(|| nearest(&name, all()));
        let shown = close.and_then(|close| names.iter().find(|(folded, _)| folded == close));
        FindError::Unknown { nearest: shown.map(|(_, name)| (*name).to_owned()) }
    }
}

/// A name without what stands between brackets at its end, and that.
fn split_suffix(name: &str) -> Option<(&str, &str)> {
    let (base, suffix) = name.strip_suffix(')')?.rsplit_once('(')?;
    Some((base.trim_end(), suffix.trim()))
}

/// Letters of the provinces (ISO 3166-2:NL, with the older `fr` and `l`) and their numbers.
const PROVINCE_LETTERS: [(&str, u8); 14] = [
    ("gr", 20),
    ("fr", 21),
    ("fl", 24),
    ("dr", 22),
    ("ov", 23),
    ("ge", 25),
    ("gld", 25),
    ("ut", 26),
    ("nh", 27),
    ("zh", 28),
    ("ze", 29),
    ("nb", 30),
    ("li", 31),
    ("l", 31),
];

/// Whether a character takes no room: of width zero, a soft hyphen, a mark of direction or of
/// byte order.
pub(crate) const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}'
    )
}

/// A text as it is compared: composed Unicode, lower case, single spaces, plain apostrophes,
/// without what nobody sees.
pub(crate) fn fold(text: &str) -> String {
    let plain: String = text
        .nfc()
        .filter(|c| !is_invisible(*c))
        .map(|c| match c {
            '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{02bc}' | '`' | '\u{b4}' => '\'',
            '\u{2010}' | '\u{2011}' => '-',
            other => other,
        })
        .collect();
    plain.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str, date: &str) -> Result<String, FindError> {
        let date = Date::parse(date).unwrap();
        Register::builtin().find(text, date).map(|code| code.to_string())
    }

    #[test]
    fn a_municipality_is_found_however_it_is_written() {
        let forms = [
            ("GM0193", "GM0193"),
            ("193", "GM0193"),
            (" zwolle ", "GM0193"),
            ("Gemeente Zwolle", "GM0193"),
            ("gemeente  ZWOLLE", "GM0193"),
            ("Den Haag", "GM0518"),
            ("\u{2019}s-Gravenhage", "GM0518"),
            ("'S\u{2011}GRAVENHAGE", "GM0518"),
            ("Su\u{301}dwest-Frysla\u{302}n", "GM1900"),
            ("Bergen (NH.)", "GM0373"),
            ("Bergen (NH)", "GM0373"),
            ("Utrecht (gemeente)", "GM0344"),
            ("B\u{200b}est", "GM0753"),
            ("\u{feff}Be\u{ad}st\u{200e}", "GM0753"),
            ("GM0193\u{200b}", "GM0193"),
            // As the national registers write names that occur twice or once did.
            ("Bergen (LI)", "GM0893"),
            ("Bergen (NH)", "GM0373"),
            ("Laren (NH)", "GM0417"),
            ("Beek (LI)", "GM0888"),
            ("Stein (LI)", "GM0971"),
            ("Hengelo (OV)", "GM0164"),
            ("Middelburg (ZE)", "GM0687"),
            ("Rijswijk (ZH)", "GM0603"),
            ("Gemeente Rijswijk (ZH)", "GM0603"),
            ("Valkenburg aan de Geul (LI)", "GM0994"),
        ];
        for (text, code) in forms {
            assert_eq!(find(text, "2023-10-01").as_deref(), Ok(code), "{text}");
        }
    }

    #[test]
    fn a_name_of_two_municipalities_is_ambiguous() {
        let names = vec!["GM0373 Bergen (NH.)".to_owned(), "GM0893 Bergen (L.)".to_owned()];
        assert_eq!(find("Bergen", "2023-10-01"), Err(FindError::Ambiguous { names }));
    }

    #[test]
    fn a_municipality_of_other_days_is_named_with_its_successors() {
        let gone = |name: &str, to: &str, successors: &[&str]| {
            Err(FindError::NotValid {
                name: name.to_owned(),
                valid_from: None,
                valid_to: Date::parse(to),
                successors: successors.iter().map(|name| (*name).to_owned()).collect(),
            })
        };
        let brielle = gone("Brielle", "2022-12-31", &["Voorne aan Zee"]);
        assert_eq!(find("Brielle", "2023-10-01"), brielle);
        assert_eq!(find("501", "2023-10-01"), brielle);
        assert_eq!(find("brielle", "2022-10-01").as_deref(), Ok("GM0501"));
        let winsum = gone("Winsum", "2018-12-31", &["Het Hogeland", "Westerkwartier"]);
        assert_eq!(find("Winsum", "2019-10-01"), winsum);
        assert_eq!(find("GM0053", "2019-10-01"), winsum);
        assert!(matches!(
            find("Voorne aan Zee", "2022-10-01"),
            Err(FindError::NotValid { valid_from: Some(_), .. })
        ));
    }

    #[test]
    fn an_unknown_name_gets_the_nearest_of_that_day() {
        let zutphen = Some("Zutphen".to_owned());
        assert_eq!(find("Zutfen", "2023-10-01"), Err(FindError::Unknown { nearest: zutphen }));
        let nearest = Some("Zwolle".to_owned());
        assert_eq!(find("Zwole", "2023-10-01"), Err(FindError::Unknown { nearest }));
        assert_eq!(find("GM9998", "2023-10-01"), Err(FindError::Unknown { nearest: None }));
        assert_eq!(find("", "2023-10-01"), Err(FindError::Unknown { nearest: None }));
        for (text, nearest) in [
            ("Laren (ZH)", Some("Laren")),
            ("Beek (OV)", Some("Beek")),
            ("Larn (NH)", Some("Laren")),
            ("Hengel (OV.)", Some("Hengelo")),
            ("Provincie Utrecht", None),
            ("Utrecht (PV)", Some("Utrecht")),
        ] {
            let nearest = nearest.map(str::to_owned);
            assert_eq!(find(text, "2023-10-01"), Err(FindError::Unknown { nearest }), "{text}");
        }
    }
}
