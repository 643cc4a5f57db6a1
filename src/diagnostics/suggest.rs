//! The nearest known word, for "did you mean".

/// The known word that a mistyped word most likely stands for, if any is near enough.
///
/// Case does not count. One slip is allowed in a word of two letters, two in five and
/// so on: a suggestion that is merely the least far-off word would send people astray.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.trim().to_lowercase();
    let longest = word.chars().count();
    if longest == 0 || longest > MAX_LENGTH {
        return None;
    }
    known
        .into_iter()
        .filter(|candidate| candidate.len() <= MAX_LENGTH * 4)
        .map(|candidate| (distance(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= allowed(longest, candidate.chars().count()))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Longer texts are no mistyped names, and comparing them takes long.
const MAX_LENGTH: usize = 80;

/// Slips between two words; swapped neighbours count once.
fn distance(word: &str, candidate: &str) -> usize {
    strsim::osa_distance(word, candidate)
}

/// How many slips make two words still the same word.
fn allowed(word: usize, candidate: usize) -> usize {
    ((word.max(candidate) + 1) / 3).clamp(usize::from(word.min(candidate) > 1), 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word() {
        assert_eq!(nearest("singel", ["single", "multi", "matrix"]), Some("single"));
        assert_eq!(nearest("titel", ["text", "title", "kind"]), Some("title"));
        assert_eq!(nearest("Optoins", ["options", "rows"]), Some("options"));
        assert_eq!(nearest("tekst", ["options", "text"]), Some("text"));
        assert_eq!(nearest("nee", ["ja", "nee", "weet-niet"]), Some("nee"));
    }

    #[test]
    fn the_nearest_wins() {
        assert_eq!(nearest("row", ["rows", "now", "row"]), Some("row"));
    }

    #[test]
    fn a_different_word_gets_no_suggestion() {
        assert_eq!(nearest("colour", ["kind", "waves", "id"]), None);
        assert_eq!(nearest("x", ["y"]), None);
        assert_eq!(nearest("", ["id"]), None);
        assert_eq!(nearest(&"lang".repeat(100), ["id"]), None);
    }
}
