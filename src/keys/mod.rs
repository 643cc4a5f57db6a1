//! Keys of what is remembered between runs: documents and audit decisions.
//!
//! A key is the SHA-256 of everything that decides a result: the build stamp ([`STAMP`]), what
//! the key is for, and the values in an encoding that is written out here. Two different
//! values never have the same encoding: each says its type and its length. `Debug` output is
//! not used: a derive may hide a field, and nobody promises that it stays the same.

mod hex;
#[cfg(test)]
mod stamp;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;

use sha2::{Digest, Sha256};

/// The build stamp: a hash of all sources, the templates and the lock file, and so of Typst,
/// the typeface and every other crate. Work of a program with another stamp is never taken up.
pub const STAMP: &str = env!("SPIEGEL_STAMP");

/// SHA-256 of bytes, in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex::hex(Sha256::digest(bytes))
}

/// A value that can be part of a key.
///
/// An implementation names every field of its type, without `..`: a new field that is
/// forgotten does not compile. `keyed_fields!` writes it for a struct.
pub trait Keyed {
    /// Writes the whole value.
    fn feed(&self, key: &mut KeyWriter);
}

/// Collects the parts of a key.
///
/// ```
/// use gemeentespiegel::keys::{KeyWriter, key_of};
/// let key = |texts: &[&str]| key_of("an example", &texts.to_vec());
/// assert_eq!(key(&["ab", "c"]), key(&["ab", "c"]));
/// assert_ne!(key(&["ab", "c"]), key(&["a", "bc"]));
/// ```
#[derive(Debug, Clone)]
pub struct KeyWriter {
    hash: Sha256,
}

/// The type of what follows, as one byte.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Tag {
    Number = b'n',
    Integer = b'i',
    Flag = b'f',
    Text = b't',
    Bytes = b'b',
    List = b'l',
    Nothing = b'-',
    Something = b'+',
    Type = b'T',
    Field = b'F',
}

impl KeyWriter {
    /// A key of this build, for one purpose: keys of different purposes are never equal.
    #[must_use]
    pub fn new(purpose: &str) -> Self {
        Self::with_stamp(STAMP, purpose)
    }

    fn with_stamp(stamp: &str, purpose: &str) -> Self {
        let mut key = Self { hash: Sha256::new() };
        key.text(stamp);
        key.text(purpose);
        key
    }

    fn sized(&mut self, tag: Tag, bytes: &[u8]) {
        self.counted(tag, bytes.len());
        self.hash.update(bytes);
    }

    fn counted(&mut self, tag: Tag, count: usize) {
        self.hash.update([tag as u8]);
        self.hash.update(u64::try_from(count).expect("memory holds fewer than 2^64").to_be_bytes());
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        self.sized(Tag::Text, text.as_bytes());
    }

    /// The content of a file.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.sized(Tag::Bytes, bytes);
    }

    /// A number that is not negative.
    pub fn number(&mut self, number: u64) {
        self.hash.update([Tag::Number as u8]);
        self.hash.update(number.to_be_bytes());
    }

    /// A list: its length, then its members, each fed by the caller.
    pub fn list(&mut self, length: usize) {
        self.counted(Tag::List, length);
    }

    /// The name of the struct, or of the variant of an enum, that follows, and of how many
    /// fields or values it consists.
    pub fn name(&mut self, name: &str, parts: usize) {
        self.sized(Tag::Type, name.as_bytes());
        self.list(parts);
    }

    /// A named field of the struct that was named last.
    pub fn field(&mut self, name: &str, value: &(impl Keyed + ?Sized)) {
        self.sized(Tag::Field, name.as_bytes());
        value.feed(self);
    }

    /// The key in hexadecimal.
    #[must_use]
    pub fn finish(self) -> String {
        hex::hex(self.hash.finalize())
    }
}

/// The key of one value.
#[must_use]
pub fn key_of(purpose: &str, value: &(impl Keyed + ?Sized)) -> String {
    let mut key = KeyWriter::new(purpose);
    value.feed(&mut key);
    key.finish()
}

/// Implements [`Keyed`] for a struct: `keyed_fields!(Type { every, field })`. A field that is
/// left out does not compile.
macro_rules! keyed_fields {
    ($type:ident { $($field:ident),* $(,)? }) => {
        impl $crate::keys::Keyed for $type {
            fn feed(&self, key: &mut $crate::keys::KeyWriter) {
                let Self { $($field),* } = self;
                key.name(stringify!($type), [$(stringify!($field)),*].len());
                $(key.field(stringify!($field), $field);)*
            }
        }
    };
}
pub(crate) use keyed_fields;

macro_rules! keyed_numbers {
    ($($type:ty),*) => {$(
        impl Keyed for $type {
            fn feed(&self, key: &mut KeyWriter) {
                key.number(u64::from(*self));
            }
        }
    )*};
}
keyed_numbers!(u8, u16, u32, u64);

impl Keyed for usize {
    fn feed(&self, key: &mut KeyWriter) {
        key.number(u64::try_from(*self).expect("memory holds fewer than 2^64"));
    }
}

impl Keyed for NonZeroU32 {
    fn feed(&self, key: &mut KeyWriter) {
        self.get().feed(key);
    }
}

impl Keyed for i64 {
    fn feed(&self, key: &mut KeyWriter) {
        key.hash.update([Tag::Integer as u8]);
        key.hash.update(self.to_be_bytes());
    }
}

impl Keyed for i32 {
    fn feed(&self, key: &mut KeyWriter) {
        i64::from(*self).feed(key);
    }
}

impl Keyed for bool {
    fn feed(&self, key: &mut KeyWriter) {
        key.hash.update([Tag::Flag as u8, u8::from(*self)]);
    }
}

impl Keyed for str {
    fn feed(&self, key: &mut KeyWriter) {
        key.text(self);
    }
}

impl Keyed for String {
    fn feed(&self, key: &mut KeyWriter) {
        key.text(self);
    }
}

impl<T: Keyed + ?Sized> Keyed for &T {
    fn feed(&self, key: &mut KeyWriter) {
        (**self).feed(key);
    }
}

impl<T: Keyed> Keyed for Option<T> {
    fn feed(&self, key: &mut KeyWriter) {
        match self {
            None => key.hash.update([Tag::Nothing as u8]),
            Some(value) => {
                key.hash.update([Tag::Something as u8]);
                value.feed(key);
            }
        }
    }
}

impl<T: Keyed> Keyed for [T] {
    fn feed(&self, key: &mut KeyWriter) {
        key.list(self.len());
        self.iter().for_each(|member| member.feed(key));
    }
}

impl<T: Keyed, const LENGTH: usize> Keyed for [T; LENGTH] {
    fn feed(&self, key: &mut KeyWriter) {
        self.as_slice().feed(key);
    }
}

impl<T: Keyed> Keyed for Vec<T> {
    fn feed(&self, key: &mut KeyWriter) {
        self.as_slice().feed(key);
    }
}

impl<T: Keyed> Keyed for BTreeSet<T> {
    fn feed(&self, key: &mut KeyWriter) {
        key.list(self.len());
        self.iter().for_each(|member| member.feed(key));
    }
}

impl<K: Keyed, V: Keyed> Keyed for BTreeMap<K, V> {
    fn feed(&self, key: &mut KeyWriter) {
        key.list(self.len());
        for (name, value) in self {
            name.feed(key);
            value.feed(key);
        }
    }
}

impl<A: Keyed, B: Keyed> Keyed for (A, B) {
    fn feed(&self, key: &mut KeyWriter) {
        self.0.feed(key);
        self.1.feed(key);
    }
}
