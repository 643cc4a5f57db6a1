//! Who is counted together (bescherming.md#groepen: these and no others).

use std::fmt;

use crate::keys::{KeyWriter, Keyed, keyed_fields};
use crate::questionnaire::Wave;
use crate::register::{Landsdeel, ProvinceCode};

/// Respondents that are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// All respondents of a wave.
    National,
    /// The respondents of one quarter of the country, in the place of provinces that are too
    /// small to be shown one by one (bescherming.md#landsdeel).
    Landsdeel(Landsdeel),
    /// The respondents of one province.
    Province(ProvinceCode),
    /// The municipalities of two adjacent waves.
    Panel(Panel),
}

/// Two adjacent waves, of which the same municipalities are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Panel {
    /// The first of the two.
    pub earlier: Wave,
    /// The second.
    pub later: Wave,
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::National => f.write_str("national"),
            Self::Landsdeel(name) => write!(f, "landsdeel:{name}"),
            Self::Province(code) => write!(f, "province:{code}"),
            Self::Panel(panel) => write!(f, "panel:{}-{}", panel.earlier, panel.later),
        }
    }
}

keyed_fields!(Panel { earlier, later });

impl Keyed for Group {
    fn feed(&self, key: &mut KeyWriter) {
        match self {
            Self::National => key.name("National", 0),
            Self::Landsdeel(landsdeel) => {
                key.name("Landsdeel", 1);
                landsdeel.feed(key);
            }
            Self::Province(province) => {
                key.name("Province", 1);
                province.feed(key);
            }
            Self::Panel(panel) => {
                key.name("Panel", 1);
                panel.feed(key);
            }
        }
    }
}
