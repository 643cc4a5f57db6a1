//! All messages about a project file, one function each.

use std::ops::RangeInclusive;

use super::Level;
use super::codes;
use crate::calendar::Date;
use crate::colour::{FailingPair, Rgb};
use crate::diagnostics::{Diagnostic, Place, why_not};
use crate::register::{self, Register};
use crate::typeface::{Face, FontFault, TypefaceFault};

/// A text without letters.
pub(super) fn empty_text(place: Place, key: &str) -> Diagnostic {
    Diagnostic::new(&codes::EMPTY_TEXT, place, format!("`{key}` is empty, expected text"))
        .help("write the text, or remove the key if it may be absent")
}

/// A title that would be printed with two years.
pub(super) fn title_with_year(place: Place, title: &str, year: &str) -> Diagnostic {
    let message =
        format!("documents print the year of the edition behind the title: `{title} {year}`");
    Diagnostic::new(&codes::TITLE_WITH_YEAR, place, message).help("leave the year out of the title")
}

/// A day that is not in the calendar.
pub(super) fn no_date(place: Place, key: &str, found: &str) -> Diagnostic {
    let message = format!("`{key}` is `{found}`, expected a calendar day");
    Diagnostic::new(&codes::NO_DATE, place, message)
        .help("write year, month and day with hyphens, such as `2023-12-14`")
}

/// A path that leads nowhere, or to the wrong thing; what may have been meant.
pub(super) fn missing_path(
    place: Place,
    path: &str,
    sort: &str,
    there: bool,
    meant: Option<String>,
) -> Diagnostic {
    let message =
        if there { format!("`{path}` is not a {sort}") } else { format!("no {sort} `{path}`") };
    Diagnostic::new(&codes::MISSING_PATH, place, message).help(match meant {
        Some(meant) if path.contains('\\') => write_slashes(&meant),
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "write the path as seen from the folder of the project file".to_owned(),
    })
}

/// A path of another system.
pub(super) fn backslash(place: Place, path: &str, meant: &str) -> Diagnostic {
    let message = format!("`{path}` has a backslash between its names");
    Diagnostic::new(&codes::MISSING_PATH, place, message).help(write_slashes(meant))
}

fn write_slashes(meant: &str) -> String {
    format!("write `/` between the names of folders, on Windows too: `{meant}`")
}

/// A logo in colour for the sheet in black and white.
pub(super) fn coloured_logo(place: Place, path: &str) -> Diagnostic {
    let message = format!("`{path}` has colours, expected black, white and grey only");
    Diagnostic::new(&codes::COLOURED_LOGO, place, message)
        .help("save the logo without colours: a PNG as greyscale, an SVG with grey fills")
}

/// A logo that can't be shown.
pub(super) fn unfit_logo(place: Place, path: &str, why: &str) -> Diagnostic {
    let message = format!("`{path}` {why}");
    Diagnostic::new(&codes::UNFIT_LOGO, place, message)
        .help("save it as PNG or as plain SVG, at most 1 MB, with the ending that fits")
}

/// Letters in a logo, in a typeface that may not be there.
pub(super) fn logo_text(place: Place, path: &str) -> Diagnostic {
    let message =
        format!("`{path}` holds letters; where their typeface isn't there, another is taken");
    Diagnostic::new(&codes::LOGO_TEXT, place, message)
        .help("save the letters as outlines (paths), and the logo looks the same everywhere")
}

/// A project without measurements.
pub(super) fn no_waves(place: Place) -> Diagnostic {
    Diagnostic::new(&codes::NO_WAVES, place, "this project has no waves, expected at least one")
        .help("add a measurement under `waves`")
}

/// A year in which no survey can have been held.
pub(super) fn implausible_year(place: Place, year: u16) -> Diagnostic {
    let message = format!("implausible wave {year}, expected a year from 1990 to 2100");
    Diagnostic::new(&codes::IMPLAUSIBLE_WAVE, place, message)
        .help("write the year with four digits")
}

/// The same measurement twice.
pub(super) fn duplicate_wave(place: Place, year: u16, first: Place) -> Diagnostic {
    Diagnostic::new(&codes::DUPLICATE_WAVE, place, format!("wave {year} stands twice"))
        .label("again here")
        .related(first, "first here")
        .help("name a folder under `responses` if the answers are in several files")
}

/// A reference date that cannot belong to the measurement.
pub(super) fn far_reference_date(place: Place, found: u16, year: u16, wave: Place) -> Diagnostic {
    let message = format!("reference date in {found} for the wave of {year}");
    Diagnostic::new(&codes::FAR_REFERENCE_DATE, place, message)
        .label("more than a year away")
        .related(wave, "this wave")
        .help("write the day on which the municipalities of this wave existed")
}

/// Less protection than the default without a recorded decision (bescherming.md#niveaus).
pub(super) fn undecided_level(place: Place, level: Level, missing: &[&str]) -> Diagnostic {
    let word = match level {
        Level::Streng => "streng",
        Level::Normaal => "normaal",
        Level::Open => "open",
    };
    let missing = missing.join(", ");
    Diagnostic::new(
        &codes::UNDECIDED_PROTECTION,
        place,
        format!("level `{word}` without a recorded decision: missing {missing}"),
    )
    .help("add who decided (`name`), when (`date`) and why (`reason`), or remove `protection`")
}

/// A colour in another notation.
pub(super) fn no_colour(place: Place, found: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::NO_COLOUR,
        place,
        format!("`{found}` is not a colour, expected `#rrggbb`"),
    )
    .help("write a hash and six hexadecimal digits between quotes, such as `\"#0a4b5c\"`")
}

/// A chosen colour that can't be told from others (methods.md#contrast), with a near one that can
/// and how much darker or lighter that is.
pub(super) fn colour_contrast(
    place: Place,
    pairs: &[&FailingPair],
    near: Option<(Rgb, i32)>,
) -> Diagnostic {
    let said = pairs.iter().map(|pair| {
        let FailingPair { first, second, ratio, needed, in_grey, .. } = pair;
        let copy = if *in_grey { " in a grey copy" } else { "" };
        // Rounded down: what fails by a hair must not look as if it passed.
        let ratio = (ratio * 100.0).floor() / 100.0;
        format!("{first} on {second} has a contrast of {ratio}{copy}, expected at least {needed}")
    });
    let message = said.collect::<Vec<_>>().join("; ");
    let finding = Diagnostic::new(&codes::COLOUR_CONTRAST, place, message);
    finding.help(match near {
        Some((colour, percent)) => format!(
            "`\"{}\"` is the nearest of the same hue that passes: {}% {}",
            colour.hex(),
            percent.abs(),
            if percent < 0 { "darker" } else { "lighter" }
        ),
        None => "no shade of it passes beside the other two: choose these further apart".to_owned(),
    })
}

/// Level `open` is only for participants who agreed (bescherming.md#niveaus).
pub(super) fn no_consent(place: Place) -> Diagnostic {
    let message = "level `open` without a recorded consent of the participants";
    Diagnostic::new(&codes::CONSENT_NOT_RECORDED, place, message)
        .help("say under `consent` when they agreed and where that is kept, or choose `normaal`")
}

/// A decision after the documents that follow from it.
pub(super) fn late_decision(place: Place, decided: Date, documents: Date) -> Diagnostic {
    let message =
        format!("the level was decided on {decided}, after the date of the documents, {documents}");
    Diagnostic::new(&codes::LATE_DECISION, place, message)
        .help("write the day on which it was decided, or a later `date` of the documents")
}

/// A record of a decision that tells a reader nothing.
pub(super) fn says_nothing(place: Place, key: &str) -> Diagnostic {
    let message = format!("`{key}` is too short to tell anything");
    Diagnostic::new(&codes::SAYS_NOTHING, place, message)
        .help("write it so that somebody who was not there understands it, and can look it up")
}

/// A number outside its limits.
pub(super) fn number_not_within(
    place: Place,
    key: &str,
    allowed: &RangeInclusive<u32>,
) -> Diagnostic {
    let (low, high) = (allowed.start(), allowed.end());
    let message = format!("`{key}` is a number from {low} to {high}");
    Diagnostic::new(&codes::NUMBER_NOT_WITHIN, place, message)
        .help("write a whole number between these, or leave the key out for the usual one")
}

/// A municipality that is named twice.
pub(super) fn named_twice(place: Place, name: &str, first: Place) -> Diagnostic {
    Diagnostic::new(&codes::NAMED_TWICE, place, format!("`{name}` is named twice"))
        .related(first, "named here first")
        .help("remove one of the two, or write the name of the municipality that was meant")
}

/// A day up to which the program knows everything itself.
pub(super) fn known_already(place: Place) -> Diagnostic {
    let message = format!("the register knows everything up to {} itself", Register::BUILTIN_TO);
    Diagnostic::new(&register::codes::REGISTER_UNSOUND, place, message)
        .help("write a later day, or remove `register`")
}

/// A wave of which it is not known which municipalities existed.
pub(super) fn outside_register(place: Place, date: Date, register: &Register) -> Diagnostic {
    let (from, to) = (Register::KNOWN_FROM, register.known_to());
    let (unknown, help) = if date < from {
        (
            "those that ended before are not known".to_owned(),
            "answers of a municipality that ended before can't be used".to_owned(),
        )
    } else {
        (
            "later mergers and new names are not known".to_owned(),
            format!(
                "write these under `register` in the project file, with `until: {}-12-31`; if there were none, `until` alone will do",
                date.year
            ),
        )
    };
    let message = format!("the register knows the municipalities from {from} to {to}: {unknown}");
    Diagnostic::new(&register::codes::OUTSIDE_REGISTER, place, message).help(help)
}

/// A name that no municipality of the waves bears.
pub(super) fn unknown_municipality(place: Place, name: &str) -> Diagnostic {
    let message = format!("`{name}` is no municipality of these waves");
    Diagnostic::new(&codes::UNKNOWN_MUNICIPALITY, place, message)
        .help("write its CBS code, such as `GM0193`")
}

/// A folder of fonts, or a file in it, that can't be read.
pub(super) fn fonts_not_read(place: Place, path: &str, error: &std::io::Error) -> Diagnostic {
    let message = format!("`{path}` can't be read: {}", why_not(error));
    Diagnostic::new(&codes::FONT_NOT_READ, place, message).help("make it readable for you")
}

/// A file in the folder of fonts that nothing reads.
pub(super) fn font_not_used(place: Place, path: &str) -> Diagnostic {
    let message = format!("`{path}` is not used, expected files that end in `.ttf` or `.otf`");
    Diagnostic::new(&codes::FONT_NOT_USED, place, message)
        .help("put the TrueType or OpenType file of the same font there, or take it away")
}

/// A font file that documents can't be set in.
pub(super) fn unfit_font(place: Place, path: &str, fault: &FontFault) -> Diagnostic {
    let (what, help) = match fault {
        FontFault::NoFont => (
            "is no font, or a damaged one".to_owned(),
            "take the TrueType or OpenType file from its maker again",
        ),
        FontFault::NoFamily => (
            "names no family".to_owned(),
            "take another file of the font: documents choose it by the name of its family",
        ),
        FontFault::NotEmbeddable => (
            "may not be part of a document: its owner forbids it (`OS/2`, `fsType`)".to_owned(),
            "take a font with a licence for documents, or remove `fonts` to use Noto Sans",
        ),
        FontFault::Variable => (
            "is a variable font".to_owned(),
            "take its static files: Regular, Bold, Italic and BoldItalic",
        ),
        FontFault::NoGlyph(letter) => (
            format!("has no glyph for `{letter}`"),
            "take a font for Dutch text: letters with and without accents, figures and signs",
        ),
    };
    Diagnostic::new(&codes::UNFIT_FONT, place, format!("`{path}` {what}")).help(help)
}

/// A folder whose fonts make no typeface.
pub(super) fn no_typeface(place: Place, path: &str, fault: &TypefaceFault) -> Diagnostic {
    let what = match fault {
        TypefaceFault::Empty => "holds no font".to_owned(),
        TypefaceFault::TwoFamilies(one, other) => {
            format!("holds fonts of two families, `{one}` and `{other}`")
        }
        TypefaceFault::NoRegular => "holds no upright font of regular weight".to_owned(),
    };
    Diagnostic::new(&codes::UNFIT_FONTS, place, format!("`{path}` {what}"))
        .help("put the files of one family there: Regular, Bold, Italic and BoldItalic")
}

/// A cut that a typeface lacks.
pub(super) fn font_without_cut(place: Place, family: &str, face: Face) -> Diagnostic {
    let (cut, effect) = match face {
        Face::Regular => ("regular", "all text"),
        Face::Bold => ("bold", "headings and own answers"),
        Face::Italic => ("italic", "nets and remarks"),
    };
    let message = format!("`{family}` has no {cut} font: {effect} will look like other text");
    Diagnostic::new(&codes::FONT_WITHOUT_CUT, place, message)
        .help("add the file of that cut to the folder")
}
