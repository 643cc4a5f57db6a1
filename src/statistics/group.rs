//! Who is counted together (bescherming.md#groepen: these and no others).

use std::fmt;

use crate::dataset::GroupCode;
use crate::keys::{KeyWriter, Keyed, keyed_fields};
use crate::questionnaire::Wave;
use crate::register::Area;

/// Respondents that are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// All respondents of a wave.
    National,
    /// The respondents of one province, or of several that are small
    /// (bescherming.md#gebieden).
    Area(Area),
    /// The respondents of one group of the project's own (bescherming.md#eigen-groepen).
    Class(GroupCode),
    /// The municipalities of two adjacent waves.
    Panel(Panel),
}

impl Group {
    /// Whether it is a part of the country that municipalities are compared with: all areas
    /// together are the nation, and so are all groups of the project's own.
    #[must_use]
    pub const fn is_part(self) -> bool {
        matches!(self, Self::Area(_) | Self::Class(_))
    }
}

/// Two adjacent waves, of which the same municipalities are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Panel {
    /// The first of the two.
    pub earlier: Wave,
    /// The second.
    pub later: Wave,
}

/// The stable word in data files: `national`, `province:PV23`, `area:PV20+PV22`, `group:g3` or
/// `panel:2022-2023`.
impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::National => f.write_str("national"),
            Self::Area(area) if area.only().is_some() => write!(f, "province:{area}"),
            Self::Area(area) => write!(f, "area:{area}"),
            Self::Class(code) => write!(f, "group:{code}"),
            Self::Panel(panel) => write!(f, "panel:{}-{}", panel.earlier, panel.later),
        }
    }
}

keyed_fields!(Panel { earlier, later });

impl Keyed for Group {
    fn feed(&self, key: &mut KeyWriter) {
        match self {
            Self::National => key.name("National", 0),
            Self::Area(area) => {
                key.name("Area", 1);
                area.feed(key);
            }
            Self::Class(code) => {
                key.name("Class", 1);
                code.feed(key);
            }
            Self::Panel(panel) => {
                key.name("Panel", 1);
                panel.feed(key);
            }
        }
    }
}
