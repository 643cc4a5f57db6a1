//! The build stamp: one hash of everything that decides what this program makes.
//!
//! The build script computes it; the library has it as [`super::STAMP`]. The lock file names
//! Typst, the typeface and every other crate with the checksum of its content, so that those
//! are in the stamp too. It says nothing about the machine: equal sources give an equal stamp.

use std::fs;
use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};

/// What is hashed, relative to the package.
pub(crate) const PARTS: [&str; 4] = ["Cargo.lock", "Cargo.toml", "report-templates", "src"];

/// The stamp of the package in this folder, in hexadecimal.
///
/// # Errors
/// When a part is missing or can't be read.
pub(crate) fn of(package: &Path) -> io::Result<String> {
    let mut files = Vec::new();
    for part in PARTS {
        collect(&package.join(part), part, &mut files)?;
    }
    files.sort();
    let mut hash = Sha256::new();
    for name in &files {
        let content = fs::read(package.join(name))?;
        for field in [name.as_bytes(), &content] {
            let length = u64::try_from(field.len()).expect("no file has 2^64 bytes");
            hash.update(length.to_be_bytes());
            hash.update(field);
        }
    }
    Ok(super::hex::hex(hash.finalize()))
}

/// The files at or below a path, by their names with `/`. Hidden ones (of an editor or a file
/// manager) are left out.
fn collect(path: &Path, name: &str, files: &mut Vec<String>) -> io::Result<()> {
    if !path.is_dir() {
        files.push(name.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        let own = entry?.file_name();
        let own = own.to_str().ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidData, format!("a strange file name in {name}"))
        })?;
        if !own.starts_with('.') {
            collect(&path.join(own), &format!("{name}/{own}"), files)?;
        }
    }
    Ok(())
}
