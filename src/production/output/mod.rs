//! What stands on disk, and how it gets there: whole or not at all.
//!
//! [`manifest`] says what a build made, [`staging`] puts new files in their places, [`journal`]
//! takes them back when that does not come to its end, and [`disk`] is how files are changed.

mod disk;
mod journal;
mod manifest;
mod staging;
#[cfg(test)]
mod tests;

pub use disk::{NotWritten, write_whole};
pub(super) use manifest::{MANIFEST_SCHEMA, Unknown};
pub use manifest::{Manifest, ManifestEntry};
pub use staging::discard;
pub(super) use staging::{Staging, Untrue, recover, remove_unless_busy};

pub(super) use crate::keys::sha256;
