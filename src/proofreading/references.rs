//! Figures and what refers to them; questions that the report does not show.

use super::Remark;
use super::codes;
use crate::diagnostics::{Diagnostic, Place};
use crate::documents::Edition;
use crate::questionnaire::{Question, QuestionIndex};
use crate::templates::{Anchor, Chapter, Running, TextKind};

/// Figures that nothing refers to, and references to nothing; places are in the source.
pub(super) fn loose_ends(running: &Running) -> Vec<Remark> {
    let stands = |list: &[Anchor], id: &str| list.iter().any(|anchor| anchor.id == id);
    let mut remarks = Vec::new();
    for figure in running.figures.iter().filter(|figure| figure.chapter != Chapter::Appendix) {
        if !stands(&running.references, &figure.id) {
            remarks.push(Remark::new(
                &codes::FIGURE_WITHOUT_REFERENCE,
                figure.at..figure.at + figure.id.len(),
                format!("no text refers to figure `{}`", figure.id),
                format!("write `#zie(\"{}\")` in the text that belongs to it", figure.id),
            ));
        }
    }
    for reference in &running.references {
        if !stands(&running.figures, &reference.id) && !stands(&running.sections, &reference.id) {
            remarks.push(Remark::new(
                &codes::REFERENCE_WITHOUT_FIGURE,
                reference.at..reference.at + reference.id.len(),
                format!("the text refers to `{}`, which is not there", reference.id),
                "add the figure, table or heading with this id, or refer only when it is there",
            ));
        }
    }
    remarks
}

/// Questions of the edition that no chapter of the report shows: no figure or table with their
/// id (`tabel-<id>` too), no heading with their title, no text with their wording. What only an
/// appendix shows, or a summary names, is not shown.
pub(super) fn unshown<'a>(
    edition: &Edition<'a>,
    report: &Running,
) -> Vec<(QuestionIndex, &'a Question)> {
    let asked = edition.questionnaire.iter().filter(|(_, asked)| asked.asked_in(edition.wave));
    asked.filter(|(_, question)| !is_shown(question, edition, report)).collect()
}

fn is_shown(question: &Question, edition: &Edition, report: &Running) -> bool {
    let table = format!("tabel-{}", question.id);
    let figures = report.figures.iter().filter(|figure| figure.chapter == Chapter::Main);
    let drawn = figures.into_iter().any(|figure| {
        figure.id == question.id
            || figure.id.strip_prefix(&table).is_some_and(|rest| {
                rest.is_empty() || rest[1..].bytes().all(|byte| byte.is_ascii_digit())
            })
    });
    let told = report.paragraphs.iter().filter(|paragraph| paragraph.chapter == Chapter::Main);
    drawn
        || told.into_iter().any(|paragraph| {
            let heading = paragraph.kind == TextKind::Heading;
            paragraph.text.contains(question.text_in(edition.wave))
                || (heading && paragraph.text.contains(&question.title))
        })
}

/// The finding about a question that is not shown in the kind of document that shows all.
pub(super) fn not_shown(question: &Question, kind: &str, place: Place) -> Diagnostic {
    Diagnostic::new(
        &codes::QUESTION_NOT_SHOWN,
        place,
        format!(
            "question `{}` was asked in this edition, but no chapter of the report shows it",
            question.id
        ),
    )
    .help(format!("print it in the template of `{kind}`, or say there why it is left out"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::templates::running_text;

    #[test]
    fn loose_figures_and_references_are_found() {
        let source = "= Een\nZie #zie(\"weg\") en #zie(\"er\").\n#figuur(\"er\")[]\n#figuur(\"los\")[]\n\
                      = Alles\n#hoofdstuk(\"bijlage\")\n#label(\"bijlage\")\nZie #zie(\"bijlage\").\n#tabel(\"tabel-er\")";
        let remarks = loose_ends(&running_text(source));
        let found: Vec<_> = remarks.iter().map(|r| (r.code.name, &source[r.at.clone()])).collect();
        assert_eq!(
            found,
            [("figure-without-reference", "los"), ("reference-without-figure", "weg")]
        );
    }
}
