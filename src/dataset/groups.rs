//! Groups of the project's own choice to compare a municipality with, such as classes of size:
//! which municipality is in which, from a file (bescherming.md#eigen-groepen).

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::keys::{KeyWriter, Keyed};
use crate::register::MunicipalityCode;

/// The code of a group: at most twelve letters, digits and hyphens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupCode([u8; GroupCode::LONGEST]);

impl GroupCode {
    /// So many letters at most.
    pub const LONGEST: usize = 12;

    fn text(&self) -> &str {
        let length = self.0.iter().position(|byte| *byte == 0).unwrap_or(Self::LONGEST);
        std::str::from_utf8(&self.0[..length]).expect("letters, digits and hyphens")
    }
}

impl fmt::Display for GroupCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text())
    }
}

impl FromStr for GroupCode {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let mut code = [0; Self::LONGEST];
        if text.is_empty() || text.len() > code.len() || !text.bytes().all(plain) {
            return Err(());
        }
        code[..text.len()].copy_from_slice(text.as_bytes());
        Ok(Self(code))
    }
}

impl Keyed for GroupCode {
    fn feed(&self, key: &mut KeyWriter) {
        key.text(self.text());
    }
}

/// Which municipality is in which group: each in one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Partition {
    /// What each group is called, as printed.
    pub names: BTreeMap<GroupCode, String>,
    /// The group of each municipality.
    pub members: BTreeMap<MunicipalityCode, GroupCode>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_short_and_plain() {
        for text in ["g1", "G-100000", "100000plus12"] {
            assert_eq!(text.parse::<GroupCode>().unwrap().to_string(), text);
        }
        for text in ["", "groot+", "klasse één", "100000plus123"] {
            assert_eq!(text.parse::<GroupCode>(), Err(()), "{text}");
        }
    }
}
