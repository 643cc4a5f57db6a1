//! All codes of findings about the words of documents: what a careful reader would mark.

use crate::diagnostics::codes;
pub(crate) use crate::typesetting::codes::DOCUMENT_NOT_TYPESET;

codes! {
    TYPED_NUMBER: warning "typed-number" {
        text: "a number is typed in a template instead of printed from a value",
        meaning: "
            A number that was typed stays as it is when the answers change or a new edition is
            made. Then the text contradicts the figure beside it. Numbers in words, such as
            `drie`, `de helft` and `tientallen`, are meant too.
        ",
        example: Template,
        wrong: "
            Drie gemeenten hebben een coördinator voor hoogstens een dag.
        ",
        right: r#"
            {{ cijfer("uren-coordinator", "tot-8").aantal }} gemeenten hebben een coördinator voor hoogstens een dag.
        "#,
        help: "
            Print the number from a value. One that never changes is marked as meant:
            `{{ \"drie\"|letterlijk }}`.
        ",
    }
    TYPED_COMPARISON: warning "typed-comparison" {
        text: "a comparison is typed in a template instead of taken from a figure",
        meaning: "
            Words such as `vaker`, `de grootste` and `licht gestegen` are true of these answers
            and perhaps not of those of next year. A sentence that compares must hold a value
            that says so.
        ",
        example: Template,
        wrong: "
            Gemeenten werken steeds vaker samen.
        ",
        right: r#"
            Vaste uren voor een coördinator: {{ cijfer("uren-coordinator", "enige") }}.
        "#,
        help: "
            Take the words from a value: `paneel.zin`, `grootste(..)`, `sterkste_stijging(..)`.
            Or print the numbers in the same sentence.
        ",
    }
    WAVES_NOT_COMPARABLE: error "waves-not-comparable" {
        text: "numbers of waves that may not be compared stand in one sentence",
        meaning: "
            The question changed between these years. Whoever reads both numbers in one sentence
            compares them, and would take the change of the question for a change among
            municipalities.
        ",
        example: Template,
        wrong: r#"
            In {{ "2021"|letterlijk }} had {{ cijfer("uren-coordinator", "tot-8", jaar=2021) }} zo iemand, nu {{ cijfer("uren-coordinator", "tot-8") }}.
        "#,
        right: r#"
            Nu heeft {{ cijfer("uren-coordinator", "tot-8") }} zo iemand. In het verleden telden ook vrijwilligers mee.
        "#,
        help: "Write one of the two numbers, or say in sentences apart what was asked in each year.",
    }
    WAVE_NOT_NAMED: warning "wave-not-named" {
        text: "a number of an earlier wave in a sentence that does not say so",
        meaning: "
            Without a year a reader takes the number for one of this edition.
        ",
        example: Template,
        wrong: r#"
            Geen uren zijn er bij {{ cijfer("uren-coordinator", "geen", jaar=2021) }}.
        "#,
        right: r#"
            Geen uren waren er in {{ cijfer("uren-coordinator", "geen", jaar=2021).jaar }} bij {{ cijfer("uren-coordinator", "geen", jaar=2021) }}.
        "#,
        help: "Print the year in the same sentence: `.jaar`.",
    }
    QUESTION_NOT_SHOWN: warning "question-not-shown" {
        text: "a question that was asked is not in the report",
        meaning: "
            Everybody filled in this question, and no chapter of the report says what came out. A
            table in a chapter with `#hoofdstuk(\"bijlage\")` doesn't count.
        ",
        example: Situation,
        wrong: "
            A report of your own that shows nine of the ten questions.
        ",
        right: "
            It shows the tenth too, or says why it is left out.
        ",
        help: "Print the question in `landelijk-rapport.typ`, or say there why it is left out.",
    }
    FIGURE_WITHOUT_REFERENCE: warning "figure-without-reference" {
        text: "a figure that no text refers to",
        meaning: "
            A figure belongs to a text that says what is to be seen in it. Tables in a chapter
            with `#hoofdstuk(\"bijlage\")` need none.
        ",
        example: Template,
        wrong: r#"
            #figuur("samen", caption: [Samenwerking], alt: "Een tekening.")[x]
        "#,
        right: r#"
            Zie #zie("samen").
            #figuur("samen", caption: [Samenwerking], alt: "Een tekening.")[x]
        "#,
        help: "Write `#zie(\"id of the figure\")` in the text that belongs to it.",
    }
    REFERENCE_WITHOUT_FIGURE: warning "reference-without-figure" {
        text: "a reference to a figure that isn't there",
        meaning: "
            The text sends a reader to a figure, table or chapter that this document doesn't
            have: the id is mistyped, or the figure was left out.
        ",
        example: Template,
        wrong: r#"
            Zie #zie("kaart-van-het-land").
        "#,
        right: r#"
            Zie #zie("kaart").
            #figuur("kaart", caption: [Kaart], alt: "Een kaart.")[x]
        "#,
        help: "Correct the id, or refer only where the figure is printed.",
    }
    CLAIM_DOES_NOT_FIT: warning "claim-does-not-fit" {
        text: "words for a size do not fit the number beside them",
        meaning: "
            `Bijna alle`, `de meeste`, `een derde` stand for fixed ranges of percentages, the
            same in all documents. The number in this sentence, or in the next, lies in another
            range.
        ",
        example: Template,
        wrong: r#"
            Bijna alle gemeenten ({{ "61%"|letterlijk }}) bespreken het.
        "#,
        right: r#"
            Vaste uren: {{ cijfer("uren-coordinator", "enige").deel }} ({{ cijfer("uren-coordinator", "enige").procent }}).
        "#,
        help: "Take the words from the value: `cijfer(..).deel`. Or write other words.",
    }
    CLAIM_ON_SMALL_BASE: warning "claim-on-small-base" {
        text: "words for a size of a small number of municipalities",
        meaning: "
            Of fewer than twenty municipalities one more or less changes the words. So there
            only the numbers are printed.
        ",
        example: Template,
        wrong: r#"
            De meeste, {{ "15 van de 18"|letterlijk }} gemeenten, zeggen ja.
        "#,
        right: r#"
            Van de gemeenten zeggen {{ "15 van de 18"|letterlijk }} ja.
        "#,
        help: "Write the numbers only.",
    }
    DIRECTION_DOES_NOT_FIT: warning "direction-does-not-fit" {
        text: "a word for rising or falling does not fit the numbers beside it",
        meaning: "
            The sentence says that something fell, and its own numbers rise, or the other way
            round; or it says that nothing changed, and they differ.
        ",
        example: Template,
        wrong: r#"
            Het aandeel is gedaald: {{ "48 → 55"|letterlijk }}.
        "#,
        right: r#"
            Het aandeel is gestegen: {{ "48 → 55"|letterlijk }}.
        "#,
        help: "Take the words from the value: `paneel.zin`.",
    }
    PERCENTAGE_DOES_NOT_FIT: warning "percentage-does-not-fit" {
        text: "a percentage that is not the share printed before it",
        meaning: "
            Whoever works it out gets another percentage. The three numbers come from different
            places.
        ",
        example: Template,
        wrong: r#"
            Dat zijn {{ "64 van de 103 gemeenten (63%)"|letterlijk }}.
        "#,
        right: r#"
            Dat zijn {{ "64 van de 103 gemeenten (62%)"|letterlijk }}.
        "#,
        help: "Take count, base and percentage from one value.",
    }
    IMPOSSIBLE_NUMBER: warning "impossible-number" {
        text: "a share that can't be true",
        meaning: "
            More municipalities than there are, or more than a hundred percent of them.
        ",
        example: Template,
        wrong: r#"
            Het zijn {{ "82 van de 74"|letterlijk }} gemeenten.
        "#,
        right: r#"
            Het zijn {{ "72 van de 74"|letterlijk }} gemeenten.
        "#,
        help: "Take both numbers from one value.",
    }
    MIXED_UNITS: warning "mixed-units" {
        text: "one number is said of municipalities and of something else",
        meaning: "
            The same number is called `gemeenten` in one place and `respondenten` in another. A
            questionnaire may speak for several municipalities, so these are different numbers.
        ",
        example: Template,
        wrong: r#"
            Er deden {{ "174 gemeenten"|letterlijk }} mee; {{ "174 respondenten"|letterlijk }} vulden alles in.
        "#,
        right: r#"
            Er deden {{ "174 gemeenten"|letterlijk }} mee; {{ "171 gemeenten"|letterlijk }} vulden alles in.
        "#,
        help: "Use one unit for one number, and say once how units relate.",
    }
    NUMBER_AGREEMENT: warning "number-agreement" {
        text: "a noun or verb does not agree with its number",
        meaning: "
            With a number from a value the noun after it must follow: `1 gemeente`, `2
            gemeenten`.
        ",
        example: Template,
        wrong: r#"
            Ook deed {{ "1"|letterlijk }} gemeenten mee.
        "#,
        right: r#"
            Ook deed {{ "1"|letterlijk }} gemeente mee.
        "#,
        help: "Let the number choose the word: `{{ n|meervoud(\"gemeente\", \"gemeenten\") }}`.",
    }
    LEFT_OVER: warning "left-over" {
        text: "unfinished text",
        meaning: "
            The text holds a mark that somebody meant to come back to, such as `TODO` or `XXX`,
            or empty brackets where a value should be.
        ",
        example: Template,
        wrong: "
            Hier volgt nog een alinea over samenwerking. TODO
        ",
        right: "
            Hier volgt een alinea over samenwerking.
        ",
        help: "Finish the text; print brackets only where there is something between them.",
    }
    PAGE_NEARLY_EMPTY: warning "page-nearly-empty" {
        text: "a page of a document of an own template is nearly empty",
        meaning: "
            The documents that are made from a project's own templates are laid out to look at
            their pages. A page that is not the first or the last should be at least a quarter full.
            The finding names the first document in which it is not.
        ",
        example: Situation,
        wrong: "
            #pagebreak()
            Een regel.
            #pagebreak()
        ",
        right: "
            Een regel.
        ",
        help: "
            Let the text run on: look for `#pagebreak()` and for blocks that may not be broken.
        ",
    }
    HEADING_ALONE: warning "heading-alone" {
        text: "a heading of a document of an own template is the last thing on its page",
        meaning: "
            A heading stands alone at the end of a page, and its text begins on the next. Such
            documents are laid out by `check` to look at their pages.
        ",
        example: Situation,
        wrong: "
            == Samenwerking
            #pagebreak()
        ",
        right: "
            == Samenwerking
            Gemeenten werken samen met bibliotheken.
        ",
        help: "A heading made with `=` stays with what follows, unless that is pushed away.",
    }
    OUTSIDE_EDGES: warning "outside-edges" {
        text: "something of a document of an own template stands outside the edges of the text",
        meaning: "
            A text, line or picture is wider than the room for it, or runs over the end of its
            page. A part may be lost when the page is printed.
        ",
        example: Situation,
        wrong: "
            #line(length: 300mm)
        ",
        right: "
            #line(length: 100%)
        ",
        help: "Give it a width, or let long words be broken.",
    }
    TEXT_OVER_TEXT: warning "text-over-text" {
        text: "two texts of a document of an own template stand over one another",
        meaning: "
            Two texts were put in the same place, or one is wider than its column, so that they
            can't be read.
        ",
        example: Situation,
        wrong: "
            #box(width: 2pt)[Boven]Onder
        ",
        right: "
            Boven en onder
        ",
        help: "Give each of them its own line or column.",
    }
}
