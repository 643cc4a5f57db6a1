//! Where words are broken at the end of a line.

use super::*;

/// The lines of a text in a column that holds some eight letters.
fn lines(text: &str, unbroken: &[&str]) -> Vec<String> {
    let names: Vec<_> = unbroken.iter().map(|name| format!("{name:?},")).collect();
    let source = format!(
        "#import \"/stijl.typ\": *\n#show: document.with(title: \"x\", ongebroken: ({}))\n\
         #block(width: 22mm, par[{}])",
        names.concat(),
        escape(text).as_str()
    );
    let laid = lay_out(&TypstMarkup::of_test(source));
    let paragraph = laid.landmarks.iter().find(|mark| mark.kind == LandmarkKind::Paragraph);
    let mut lines: Vec<(f64, String)> = Vec::new();
    for text in &paragraph.expect("there is one").texts {
        match lines.last_mut() {
            Some((y, line)) if (*y - text.y).abs() < 1.0 => line.push_str(&text.text),
            _ => lines.push((text.y, text.text.clone())),
        }
    }
    lines.into_iter().map(|(_, line)| line.trim().to_owned()).collect()
}

/// Dutch drops the trema where a word is broken before it, and Typst does not: such words are
/// not broken (Taalunie, Technische Handleiding, 3.4).
#[test]
fn no_word_is_broken_before_a_trema() {
    for word in [
        "coördinatoren",
        "geïnventariseerd",
        "beëindiging",
        "zeeën",
        "skiërs",
        "reünistenvereniging",
    ] {
        assert_eq!(lines(&format!("de {word} zijn"), &[]).join(" "), format!("de {word} zijn"));
    }
    assert!(lines("de vrijwilligersorganisatie", &[]).len() > 2, "other words are broken");
}

/// Nor is a name, but after a hyphen of its own.
#[test]
fn no_name_is_broken() {
    for name in ["Noardeast-Fryslân", "Krimpenerwaard", "Zeijlstra"] {
        let text = format!("in {name} en");
        let (read, written) = (lines(&text, &[name]).concat(), text.replace(' ', ""));
        assert_eq!(read.replace(' ', ""), written, "no hyphen was added");
    }
}

/// A word that no line holds is broken also where hyphenation is off.
#[test]
fn a_very_long_word_is_broken_in_a_heading_too() {
    let source = "#import \"/stijl.typ\": *\n#show: document.with(title: \"x\")\n\
                  #set page(width: 9cm)\n= Het laaggeletterdheidsbestrijdingsprogramma";
    let laid = lay_out(&TypstMarkup::of_test(source.to_owned()));
    assert!(laid.layout[0].strays(&Margins::REPORT).is_empty() || laid.layout[0].boxes.len() > 1);
    let heading = laid.landmarks.iter().find(|mark| mark.kind == LandmarkKind::Heading);
    let texts = &heading.expect("there is one").texts;
    assert!(texts.iter().any(|text| text.text.ends_with(['-', '\u{ad}', '\u{2010}'])), "{texts:?}");
}
