//! The engine knows no survey: its nouns, names and questions come from the questionnaire and
//! the project. No Rust file, comments included, names one of those of the fixtures.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use gemeentespiegel::diagnostics::Diagnostics;
use gemeentespiegel::dutch::Noun;
use gemeentespiegel::project::Project;
use gemeentespiegel::questionnaire::{self, Questionnaire};
use walkdir::WalkDir;

/// Names of the fixtures that mean something else in a Rust file.
const OTHERS: [&str; 2] = ["Budget", "Over"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn is_inside(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '-'
}

/// Names in a text: words with a capital that does not begin a sentence or title, and words
/// with several capitals.
fn names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut opens = true;
    for part in text.split_inclusive(|letter: char| !is_inside(letter)) {
        let word = part.trim_end_matches(|letter: char| !is_inside(letter));
        let capitals = word.chars().filter(|letter| letter.is_uppercase()).count();
        let begins = word.starts_with(char::is_uppercase);
        if word.chars().count() > 2 && (capitals > 1 || (begins && !opens)) {
            names.push(word.to_owned());
        }
        let ends = part.ends_with(['.', '?', '!', ':', ';', '/', '‘', '“', '"', '\'', '(']);
        opens = if word.is_empty() { opens || ends } else { ends };
    }
    names
}

fn words_of(survey: &Questionnaire) -> BTreeSet<String> {
    let mut words: BTreeSet<String> =
        survey.nouns.iter().flat_map(|(a, b)| [a, b]).cloned().collect();
    words.extend(names(&survey.title));
    words.extend(survey.sections.iter().flat_map(|section| names(&section.title)));
    for question in &survey.questions {
        words.insert(question.id.clone());
        let labels = question.items.iter().map(|item| &item.label);
        let labels = labels.chain(question.rows.iter().map(|row| &row.label));
        words.extend(
            [&question.title, &question.text].into_iter().chain(labels).flat_map(|t| names(t)),
        );
    }
    words
}

/// The nouns, names and ids of a fixture.
fn words(fixture: &str) -> BTreeSet<String> {
    let mut diagnostics = Diagnostics::default();
    let project = Project::load(&root().join("fixtures").join(fixture), &mut diagnostics).unwrap();
    let survey = questionnaire::load(&project.questionnaire, "q", &mut diagnostics).unwrap();
    let mut words = words_of(&survey);
    words.extend(names(&project.title).into_iter().chain(names(&project.client)));
    for word in &project.texts.words {
        words.extend([word.word.clone(), word.word.to_lowercase()]);
    }
    words
}

/// The Rust files of the product with what is no test in them; without the examples of messages,
/// which quote the small fixture.
fn product() -> Vec<(PathBuf, String)> {
    let files = WalkDir::new(root().join("src")).into_iter().map(Result::unwrap);
    let files = files.map(walkdir::DirEntry::into_path).filter(|path| {
        let read = ["tests.rs", "codes.rs"].iter().all(|name| !path.ends_with(name));
        read && path.extension().is_some_and(|ending| ending == "rs")
    });
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let product = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        (path, product.to_owned())
    };
    files.map(read).collect()
}

#[test]
fn no_rust_file_names_what_a_survey_is_about() {
    let mut words: BTreeSet<String> =
        ["een-tegen-eenzaamheid", "small"].into_iter().flat_map(words).collect();
    words.retain(|word| {
        !OTHERS.contains(&word.as_str()) && !Noun::COMMON.iter().any(|noun| noun.is(word))
    });
    for known in ["pijler", "coalitie", "Eenzaamheid", "ZonMw", "signaalpunt", "Lezen"] {
        assert!(words.contains(known), "{known} is looked for");
    }
    let mut found = Vec::new();
    for (path, text) in product() {
        for word in &words {
            let named = text.match_indices(word.as_str()).any(|(at, _)| {
                !text[..at].ends_with(is_inside) && !text[at + word.len()..].starts_with(is_inside)
            });
            if named {
                found.push(format!("{}: `{word}`", path.display()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
