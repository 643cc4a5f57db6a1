//! What to build, and where: the edition, a part of it, or what was chosen.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;

use super::selection::Selection;
use crate::questionnaire::Wave;

/// What to build, and how.
#[derive(Debug, Clone)]
pub struct Request {
    /// The edition: the wave that the documents are about.
    pub wave: Wave,
    /// The output folder.
    pub output: PathBuf,
    /// Documents made side by side.
    pub workers: usize,
    /// Only this part of the documents, in a folder of its own below the output folder.
    pub shard: Option<Shard>,
    /// Only these kinds and municipalities; the other files of the folder stay as they are.
    pub selection: Selection,
}

impl Request {
    /// The folder that is written to.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        match self.shard {
            None => self.output.clone(),
            Some(shard) => self.output.join(SHARDS).join(format!("{}-{shard}", self.wave)),
        }
    }

    /// The parts of this edition that stand ready.
    pub(super) fn parts(&self) -> Vec<PathBuf> {
        let prefix = format!("{}-", self.wave);
        let is_part = |name: &str| name.strip_prefix(&prefix).is_some_and(Shard::names_a_part);
        let entries = std::fs::read_dir(self.output.join(SHARDS)).into_iter().flatten().flatten();
        let parts = entries.filter(|entry| is_part(&entry.file_name().to_string_lossy()));
        let mut parts: Vec<_> = parts.map(|part| part.path()).collect();
        parts.sort();
        parts
    }
}

/// Where the parts stand, each an output folder of its own, until a whole build takes them up.
pub const SHARDS: &str = "delen";

/// One of several equal parts of the documents, each made by a run of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    number: NonZeroUsize,
    of: NonZeroUsize,
}

impl Shard {
    /// Every `of`-th document, from this one on.
    pub(super) const fn holds(self, job: usize) -> bool {
        job % self.of.get() == self.number.get() - 1
    }

    /// Whether a part stands in a folder of this name: what `Display` writes.
    fn names_a_part(name: &str) -> bool {
        let shard = name.split_once("-van-").and_then(|(number, of)| {
            Some(Self { number: number.parse().ok()?, of: of.parse().ok()? })
        });
        shard.is_some_and(|shard| shard.to_string() == name)
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-van-{}", self.number, self.of)
    }
}

impl FromStr for Shard {
    type Err = String;

    /// Reads `2/8`: the second of eight parts.
    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('/').and_then(|(number, of)| {
            Some(Self { number: number.parse().ok()?, of: of.parse().ok()? })
        });
        let shard = parts.filter(|shard| shard.number <= shard.of);
        shard.ok_or_else(|| "expected two numbers such as `2/8`: part 2 of 8".to_owned())
    }
}
