//! All codes of findings about a project file.

use crate::diagnostics::codes;
pub(crate) use crate::manuscript::codes::{DUPLICATE_WAVE, EMPTY_TEXT, IMPLAUSIBLE_WAVE, NO_WAVES};

codes! {
    NO_DATE: error "no-date" {
        text: "a date that is not in the calendar",
        meaning: "
            Dates are written as year, month and day, with hyphens. Written otherwise, nobody can
            tell whether `1-2-2023` is in January or February.
        ",
        example: Project,
        wrong: r#"
            date: "14 december 2023"
        "#,
        right: r#"
            date: "2023-12-14"
        "#,
        help: "Write the date as `2023-12-14`; documents print it in words.",
    }
    TITLE_WITH_YEAR: warning "title-with-year" {
        text: "the title of the project holds a year",
        meaning: "
            Documents print the year of the edition behind the title, so there would be two. And
            next year the title would be wrong in the documents of one of the editions.
        ",
        example: Project,
        wrong: r#"
            title: "Kleine benchmark basisvaardigheden 2023"
        "#,
        right: r#"
            title: "Kleine benchmark basisvaardigheden"
        "#,
        help: "Leave the year out of the title.",
    }
    MISSING_PATH: error "missing-path" {
        text: "a path that leads nowhere, or to the wrong thing",
        meaning: "
            The project file names a file or folder that isn't there, or a file where a folder is
            asked. Paths are seen from the folder of the project file.
        ",
        example: Project,
        wrong: "
            responses: antwoorden/2024
        ",
        right: "
            responses: antwoorden/2023
        ",
        help: "Correct the path, or put the file there.",
    }
    FAR_REFERENCE_DATE: error "far-reference-date" {
        text: "a reference date more than a year away from its wave",
        meaning: "
            The reference date says which municipalities existed when the survey was held. So it
            lies in the year of the wave, or close to it. A typing error here would change who
            may answer.
        ",
        example: Project,
        wrong: r#"
            reference_date: "2013-10-01"
        "#,
        right: r#"
            reference_date: "2023-10-01"
        "#,
        help: "Write the day on which the municipalities of this wave existed.",
    }
    UNKNOWN_MUNICIPALITY: error "unknown-municipality" {
        text: "a name or code that belongs to no municipality on the day of the wave",
        meaning: "
            Who answered is looked up in the register of municipalities, by name or by CBS code.
            This name isn't in it. It is never guessed: the answers of one municipality would
            come to stand in the factsheet of another.
        ",
        example: Answers,
        wrong: "
            gemeente;week-lezen-en-schrijven
            Zwole;ja
        ",
        right: "
            gemeente;week-lezen-en-schrijven
            Zwolle;ja
        ",
        help: "Write the official name, or the CBS code, such as `GM0193`.",
    }
    UNDECIDED_PROTECTION: error "undecided-protection" {
        text: "less protection than `streng` without a recorded decision",
        meaning: "
            At a lower level more is shown, and it is easier to guess what a single municipality
            answered. Somebody must have decided that, and documents say who, when and why.
        ",
        example: Project,
        wrong: "
            protection:
              level: normaal
        ",
        right: r#"
            protection:
              level: normaal
              name: "V. Voorbeeld, projectleider"
              date: "2023-09-01"
              reason: "Deelname is openbaar; met de deelnemers is een ondergrens van vijf andere gemeenten afgesproken."
        "#,
        help: "Add `name`, `date` and `reason`, or remove `protection`: then it is `streng`.",
    }
    CONSENT_NOT_RECORDED: error "consent-not-recorded" {
        text: "level `open` without a recorded consent of the participants",
        meaning: "
            At level `open` every total is shown, so that answers of single municipalities can be
            derived. That is allowed only when all participants agreed to it.
        ",
        example: Project,
        wrong: r#"
            level: open
            name: "V. Voorbeeld, projectleider"
        "#,
        right: r#"
            level: normaal
            name: "V. Voorbeeld, projectleider"
        "#,
        help: "
            Say under `consent` when the participants agreed and where that is kept, or choose
            another level.
        ",
    }
    NO_COLOUR: error "no-colour" {
        text: "a colour that is not written as `#rrggbb`",
        meaning: "
            A colour is a hash and six hexadecimal digits: two each for red, green and blue. It
            stands between quotes, because YAML takes what follows a hash for a remark.
        ",
        example: Project,
        wrong: r##"
            own: "paars"
            tint: "#efe7f2"
        "##,
        right: r##"
            own: "#4a2160"
            tint: "#efe7f2"
        "##,
        help: "Write the colour as in `\"#0a4b5c\"`; the house style of the client names it.",
    }
    COLOUR_CONTRAST: error "colour-contrast" {
        text: "two colours that can't be told apart well enough",
        meaning: "
            Figures and texts must be readable for people who see less well or confuse colours,
            and on a grey copy. The finding names the two colours, their contrast, and the least
            that is needed.
        ",
        example: Project,
        wrong: r##"
            own: "#b79bd0"
        "##,
        right: r##"
            own: "#4a2160"
        "##,
        help: "
            Take the colour that the finding names: the nearest of the same hue that passes. Or
            choose another under `colours`.
        ",
    }
    COLOURED_LOGO: error "coloured-logo" {
        text: "a logo in colour for the sheet in black and white",
        meaning: "
            The summary for the council is printed and copied in black and white. A logo in
            colour would come out as an unknown grey. So it has a logo of its own, in greys.
        ",
        example: Situation,
        wrong: "
            logo: { file: merk.svg, alt: Logo van de bond, grey: merk.svg }
        ",
        right: "
            logo: { file: merk.svg, alt: Logo van de bond, grey: merk-grijs.svg }
        ",
        help: "Save the logo without colours: a PNG as greyscale, an SVG with grey fills.",
    }
    UNFIT_LOGO: error "unfit-logo" {
        text: "a logo that can't be shown",
        meaning: "
            A logo is an SVG or a PNG of at most 1 MB, in a file with that ending. This file is
            another kind of picture, or no picture, or a damaged one. Or it asks for too much: a PNG of
            more than 8 million pixels, an SVG with filters (a blur, a shadow), with pictures of
            pixels or with very many shapes. It stands in every document, so it must be small.
        ",
        example: Situation,
        wrong: "
            logo: { file: merk.jpg, alt: Logo van de bond }
        ",
        right: "
            logo: { file: merk.png, alt: Logo van de bond }
        ",
        help: "Save the logo as SVG or PNG; renaming the file is not enough.",
    }
    LOGO_TEXT: warning "logo-text" {
        text: "a logo with letters in a typeface that may not be there",
        meaning: "
            An SVG may hold letters as text. They are drawn in the typeface of the documents, for
            the program looks for no other: the logo will look different.
        ",
        example: Situation,
        wrong: "
            logo.svg with `<text font-family=\"Arial\">`
        ",
        right: "
            The same logo with its letters saved as outlines.
        ",
        help: "Save the letters as outlines (paths) in the program that made the logo.",
    }
    UNFIT_FONT: error "unfit-font" {
        text: "a file under `fonts` that documents can't be set in",
        meaning: "
            Every file of the folder must be a whole TrueType or OpenType font for Dutch text, in
            one weight. Its owner must allow that documents hold its letters (`fsType` of table
            `OS/2`): whoever reads a PDF reads them from that file.
        ",
        example: Situation,
        wrong: "
            letters/Huisletter-Regular.ttf is a web page that was saved under that name
        ",
        right: "
            letters/Huisletter-Regular.ttf is the file that the maker of the font gives
        ",
        help: "Take the static font files from the maker, with a licence for documents.",
    }
    UNFIT_FONTS: error "unfit-fonts" {
        text: "a folder under `fonts` whose files make no typeface",
        meaning: "
            All documents are set in one family, in its regular, bold and italic cut. So the
            folder holds the files of one family, and at least the regular one.
        ",
        example: Situation,
        wrong: "
            letters/Huisletter-Bold.ttf
        ",
        right: "
            letters/Huisletter-Regular.ttf
            letters/Huisletter-Bold.ttf
            letters/Huisletter-Italic.ttf
            letters/Huisletter-BoldItalic.ttf
        ",
        help: "Put the four files of one family in the folder, and no others.",
    }
    FONT_NOT_READ: error "font-not-read" {
        text: "a file or folder under `fonts` that can't be read",
        meaning: "
            The folder of fonts is there, but the system doesn't give the program what is in it.
        ",
        example: Situation,
        wrong: "
            letters/Huisletter-Regular.ttf, readable for another user only
        ",
        right: "
            letters/Huisletter-Regular.ttf, readable for you
        ",
        help: "Make the folder and its files readable for you.",
    }
    FONT_NOT_USED: warning "font-not-used" {
        text: "a file under `fonts` that nothing reads",
        meaning: "
            Documents are set in TrueType and OpenType files. Fonts for web pages (WOFF) and other
            files are left alone. Texts, such as the licence of the font, may lie beside them.
        ",
        example: Situation,
        wrong: "
            letters/Huisletter-Regular.woff2
        ",
        right: "
            letters/Huisletter-Regular.ttf
        ",
        help: "Put the TTF or OTF file of the same font there, or take this one away.",
    }
    FONT_WITHOUT_CUT: warning "font-without-cut" {
        text: "a typeface without bold or italic",
        meaning: "
            Headings and the own answer are bold, nets are italic. Where the family has no such
            font the regular one takes its place, and they look like other text.
        ",
        example: Situation,
        wrong: "
            letters/Huisletter-Regular.ttf
        ",
        right: "
            letters/Huisletter-Regular.ttf
            letters/Huisletter-Bold.ttf
            letters/Huisletter-Italic.ttf
            letters/Huisletter-BoldItalic.ttf
        ",
        help: "Add the file of that cut to the folder.",
    }
    WAVE_WITHOUT_QUESTIONS: error "wave-without-questions" {
        text: "a wave of the project in which the questionnaire asks nothing",
        meaning: "
            The project has answers of this year, but no question names it among its `waves`. So
            there is nothing to count.
        ",
        example: Project,
        wrong: r#"
            - year: 2020
              reference_date: "2021-10-01"
        "#,
        right: r#"
            - year: 2021
              reference_date: "2021-10-01"
        "#,
        help: "Correct the year, or add it to the `waves` of the questions that were asked.",
    }
    LATE_DECISION: error "late-decision" {
        text: "the level of protection was decided after the date of the documents",
        meaning: "
            A level below `streng` is the recorded decision of a person. The documents print its
            date, so it can't be later than their own.
        ",
        example: Situation,
        wrong: "
            date: \"2023-12-14\"
            protection: { level: normaal, date: \"2031-09-01\" }
        ",
        right: "
            protection: { level: normaal, date: \"2023-09-01\" }
        ",
        help: "Write the day on which it was decided.",
    }
    SAYS_NOTHING: error "says-nothing" {
        text: "the record of a decision about protection is too short",
        meaning: "
            Name, reason and consent are there for somebody who asks later who decided, why, and
            where it is kept. One letter does not tell that.
        ",
        example: Situation,
        wrong: "
            consent: x
        ",
        right: "
            consent: in the invitation of 1 september 2023, section 4
        ",
        help: "Write it so that it can be looked up.",
    }
    NUMBER_NOT_WITHIN: error "number-not-within" {
        text: "a number of the protection is outside its limits",
        meaning: "
            `band_width` is 4 to 20: a narrower band does not protect, a wider one says nothing.
            `published_share` is 0 to 50 of a hundred.
        ",
        example: Situation,
        wrong: "
            band_width: 2
        ",
        right: "
            band_width: 5
        ",
        help: "Write a number between the limits, or leave the key out.",
    }
    NAMED_TWICE: warning "named-twice" {
        text: "a municipality is named twice",
        meaning: "
            The list `made_public` names a municipality twice. Perhaps another one was meant.
        ",
        example: Situation,
        wrong: "
            made_public: [Zwolle, GM0193]
        ",
        right: "
            made_public: [Zwolle]
        ",
        help: "Remove one of the two, or write the municipality that was meant.",
    }
}
