//! All codes of findings about a project's own changes to the register of municipalities.

use crate::diagnostics::codes;

codes! {
    REGISTER_UNSOUND: error "register-unsound" {
        text: "a row of the project's own changes to the register is not right",
        meaning: "
            Mergers and new names that the program doesn't know yet stand in a file of the
            project. Every row is checked against the register: an error in it would give answers
            to the wrong municipality, or to none.
        ",
        example: Situation,
        wrong: "
            date,old_code,old_name,new_code,new_name,kind
            2026-01-01,GM0193,Zwole,GM2001,Zwolle aan de IJssel,samenvoeging
        ",
        right: "
            date,old_code,old_name,new_code,new_name,kind
            2026-01-01,GM0193,Zwolle,GM2001,Zwolle aan de IJssel,samenvoeging
        ",
        help: "Correct the row as the message says; the columns are those of `questionnaire/README.md`.",
    }
    OUTSIDE_REGISTER: warning "outside-register" {
        text: "a wave lies outside the time that the register of municipalities knows",
        meaning: "
            The program knows which municipalities existed, and what became of them, for some
            years. On other days it goes by the nearest year that it knows: a municipality that
            was merged since then would wrongly be accepted, and a new one would be unknown.
        ",
        example: Situation,
        wrong: "
            A wave with `reference_date: 2026-10-01`, and no `register` in the project file.
        ",
        right: "
            register: { until: 2026-12-31, file: herindelingen.csv }
        ",
        help: "Write the mergers and new names since then under `register` in the project file.",
    }
}
