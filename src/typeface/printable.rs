//! Texts that a typeface can print.

use unicode_normalization::char::decompose_compatible;

use super::{REPLACEMENT, Typeface};

impl Typeface {
    /// The text in characters of this typeface.
    ///
    /// Invisible joiners and variation selectors are dropped. A character without a glyph is
    /// written in plainer ones that mean the same (`₂` as `2`, a hyphen that does not break as a
    /// hyphen); if there are none, as for an emoji, it becomes `U+FFFD`, or a question mark in a
    /// typeface without it.
    #[must_use]
    pub fn printable(self, text: &str) -> String {
        let mut printable = String::with_capacity(text.len());
        for character in text.chars() {
            if !self.write(character, &mut printable) {
                let stand_in = [REPLACEMENT, '?'].into_iter().find(|c| self.has_glyph(*c));
                printable.push(stand_in.unwrap_or(REPLACEMENT));
            }
        }
        printable
    }

    /// Whether the character, or plainer ones that mean the same, can be printed.
    #[must_use]
    pub fn prints(self, character: char) -> bool {
        self.write(character, &mut String::new())
    }

    /// Writes a character in what this typeface has for it; `false` when it has nothing.
    fn write(self, character: char, text: &mut String) -> bool {
        match character {
            '\n' | '\r' | '\t' => text.push(character),
            '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => {}
            '\u{fe00}'..='\u{fe0f}' => {}
            '\u{2010}' | '\u{2011}' if !self.has_glyph(character) => text.push('-'),
            _ if self.has_glyph(character) => text.push(character),
            _ => {
                let mut parts = String::new();
                decompose_compatible(character, |part| parts.push(part));
                if !parts.chars().all(|part| self.has_glyph(part)) {
                    return false;
                }
                text.push_str(&parts);
            }
        }
        true
    }
}
