//! Codes of municipalities and provinces: a value of these types is a well-formed code.
//!
//! Whether a municipality with that code exists on a day is for [`super::Register`] to say.

use std::fmt;
use std::str::FromStr;

use crate::keys::{KeyWriter, Keyed};

/// The CBS code of a municipality: `GM0193`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MunicipalityCode(u16);

impl MunicipalityCode {
    /// The code with this number; `None` above four digits and for 0 ("unknown").
    #[must_use]
    pub const fn from_number(number: u16) -> Option<Self> {
        if number == 0 || number > 9999 { None } else { Some(Self(number)) }
    }

    /// The number without `GM` and leading zeros.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }

    /// A code as people write it: `GM0193`, `gm0193`, `0193` or `193`.
    #[must_use]
    pub fn loose(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = match text.get(..2) {
            Some(prefix) if prefix.eq_ignore_ascii_case("gm") => &text[2..],
            _ => text,
        };
        Self::from_digits(digits)
    }

    fn from_digits(digits: &str) -> Option<Self> {
        let plain = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        if plain { digits.parse().ok().and_then(Self::from_number) } else { None }
    }
}

impl fmt::Display for MunicipalityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("GM{:04}", self.0))
    }
}

impl FromStr for MunicipalityCode {
    type Err = InvalidCode;

    /// Strict: exactly `GM` and four digits.
    fn from_str(text: &str) -> Result<Self, InvalidCode> {
        match text.strip_prefix("GM") {
            Some(digits) if digits.len() == 4 => Self::from_digits(digits).ok_or(InvalidCode),
            _ => Err(InvalidCode),
        }
    }
}

/// The CBS code of a province: `PV20` (Groningen) to `PV31` (Limburg).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProvinceCode(u8);

impl ProvinceCode {
    /// All twelve, in the order of their codes.
    pub const ALL: [Self; 12] = [
        Self(20),
        Self(21),
        Self(22),
        Self(23),
        Self(24),
        Self(25),
        Self(26),
        Self(27),
        Self(28),
        Self(29),
        Self(30),
        Self(31),
    ];

    /// The number without `PV`.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }

    /// Position in [`Self::ALL`].
    pub(super) const fn position(self) -> usize {
        (self.0 - 20) as usize
    }
}

impl fmt::Display for ProvinceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("PV{:02}", self.0))
    }
}

impl FromStr for ProvinceCode {
    type Err = InvalidCode;

    fn from_str(text: &str) -> Result<Self, InvalidCode> {
        Self::ALL.into_iter().find(|code| code.to_string() == text).ok_or(InvalidCode)
    }
}

/// The text is not a code of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidCode;

impl fmt::Display for InvalidCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a code, expected a form like `GM0193` or `PV20`")
    }
}

impl std::error::Error for InvalidCode {}

impl Keyed for MunicipalityCode {
    fn feed(&self, key: &mut KeyWriter) {
        key.name("MunicipalityCode", 1);
        self.0.feed(key);
    }
}

impl Keyed for ProvinceCode {
    fn feed(&self, key: &mut KeyWriter) {
        key.name("ProvinceCode", 1);
        self.0.feed(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_strictly_and_written_the_same() {
        let code: MunicipalityCode = "GM0193".parse().unwrap();
        assert_eq!(code.to_string(), "GM0193");
        assert_eq!(code.number(), 193);
        for wrong in [
            "gm0193", "GM193", "GM01933", "0193", "GM 193", "GMGM12", "GM0000", "GM+193", "",
            "GMé93",
        ] {
            assert_eq!(wrong.parse::<MunicipalityCode>(), Err(InvalidCode), "{wrong}");
        }
    }

    #[test]
    fn a_code_is_understood_as_people_write_it() {
        let code = MunicipalityCode::from_number(193);
        for text in ["GM0193", "gm0193", " 193 ", "0193", "Gm193"] {
            assert_eq!(MunicipalityCode::loose(text), code, "{text}");
        }
        for wrong in ["Zwolle", "19300", "-193", "1.93", "é3", "GM"] {
            assert_eq!(MunicipalityCode::loose(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn there_are_twelve_provinces() {
        assert_eq!("PV31".parse::<ProvinceCode>().unwrap().number(), 31);
        assert_eq!("PV32".parse::<ProvinceCode>(), Err(InvalidCode));
        assert_eq!(ProvinceCode::ALL[3].to_string(), "PV23");
    }
}
