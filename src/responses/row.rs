//! The cells of one row, kept as one text: a million rows ask for little more memory than
//! their letters do.

use std::fmt;
use std::ops::Index;

/// The texts of a row, in the order of its columns.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Cells {
    text: Box<str>,
    /// Where each cell ends in the text.
    ends: Box<[u32]>,
}

impl Cells {
    /// Puts texts one after the other.
    pub(super) fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let (mut text, mut ends) = (String::new(), Vec::new());
        for cell in texts {
            text.push_str(cell);
            ends.push(u32::try_from(text.len()).expect("a row is far smaller than 4 GB"));
        }
        Self { text: text.into(), ends: ends.into() }
    }

    /// How many cells there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no cells at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All texts, by column.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|column| &self[column])
    }
}

impl Index<usize> for Cells {
    type Output = str;

    fn index(&self, column: usize) -> &str {
        let start = if column == 0 { 0 } else { self.ends[column - 1] as usize };
        &self.text[start..self.ends[column] as usize]
    }
}

impl fmt::Debug for Cells {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl PartialEq<Vec<&str>> for Cells {
    fn eq(&self, other: &Vec<&str>) -> bool {
        self.iter().eq(other.iter().copied())
    }
}

impl<const N: usize> PartialEq<[&str; N]> for Cells {
    fn eq(&self, other: &[&str; N]) -> bool {
        self.iter().eq(other.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_as_they_were() {
        let cells = Cells::of(["", "één", "", "b"]);
        assert_eq!(cells, ["", "één", "", "b"]);
        assert_eq!((cells.len(), &cells[1], &cells[3]), (4, "één", "b"));
        assert!(Cells::default().is_empty());
    }
}
