//! How files of answers are read: what is left alone, and how much is taken.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::manuscript::Located;

/// Limits on files of answers, as written.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawLimits {
    /// Largest file in megabytes; default 256.
    #[serde(default)]
    pub file_mb: Option<Located<u64>>,
    /// Most that a workbook may unfold to, in megabytes; default 512.
    #[serde(default)]
    pub unpacked_mb: Option<Located<u64>>,
    /// Most filled cells of a sheet; default 2000000.
    #[serde(default)]
    pub cells: Option<Located<u64>>,
}

impl RawLimits {
    /// The limits in force.
    pub(super) fn limits(&self) -> Limits {
        let default = Limits::default();
        let value = |given: &Option<Located<u64>>, default: u64| {
            given.as_ref().map_or(default, |given| *given.get())
        };
        Limits {
            file_mb: value(&self.file_mb, default.file_mb),
            unpacked_mb: value(&self.unpacked_mb, default.unpacked_mb),
            cells: value(&self.cells, default.cells),
        }
    }
}

/// How much of a file of answers is taken. Far above what all municipalities together answer,
/// and within the memory of an ordinary computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest file, in megabytes.
    pub file_mb: u64,
    /// Most that a workbook may unfold to, in megabytes.
    pub unpacked_mb: u64,
    /// Most filled cells of a sheet.
    pub cells: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_mb: 256, unpacked_mb: 512, cells: 2_000_000 }
    }
}

/// How files of answers are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadingRules {
    /// Files and folders between the answers that are left alone.
    pub ignore_files: Vec<PathBuf>,
    /// How much is taken.
    pub limits: Limits,
}
