//! Values in Typst: each must be one string.

use std::collections::BTreeSet;

use typst_syntax::{LinkedNode, Side, SyntaxKind, SyntaxNode, parse, parse_code};

use super::super::source::Skeleton;
use super::{Marked, Misplaced, Written};

/// Kinds of Typst syntax in which a value would not stay a value.
const FORBIDDEN: [(SyntaxKind, &str); 8] = [
    (SyntaxKind::Str, "a string literal"),
    (SyntaxKind::Raw, "raw text"),
    (SyntaxKind::LineComment, "a comment"),
    (SyntaxKind::BlockComment, "a comment"),
    (SyntaxKind::Label, "a label"),
    (SyntaxKind::Ref, "a reference"),
    (SyntaxKind::Link, "a link"),
    (SyntaxKind::Escape, "an escape"),
];

/// Finds values of a template in places where Typst would not see the string they become.
pub(in super::super) fn in_template(skeleton: &Skeleton) -> Vec<Misplaced> {
    let tree = parse(&skeleton.text);
    let root = LinkedNode::new(&tree);
    let misplaced = |(value, slot): (usize, &super::super::source::Slot)| {
        let leaf = root.leaf_at(slot.at.start, Side::After)?;
        let message = match (forbidden(&leaf), leaf.kind()) {
            (Some(what), _) => format!(
                "stands in {what}, where it would be read as code; write `{{{{ ...|code }}}}` in \
                 place of the whole literal"
            ),
            (None, SyntaxKind::Text) if slot.code => {
                "stands in text, where it would be read as markup; write it without `|code`"
                    .to_owned()
            }
            _ => return None,
        };
        Some(Misplaced { value, message })
    };
    skeleton.values.iter().enumerate().filter_map(misplaced).collect()
}

/// In what a leaf stands where no value may.
fn forbidden(leaf: &LinkedNode) -> Option<&'static str> {
    let mut node = Some(leaf.clone());
    while let Some(inner) = node {
        if let Some((_, what)) = FORBIDDEN.iter().find(|(kind, _)| *kind == inner.kind()) {
            return Some(what);
        }
        if inner.kind() == SyntaxKind::Error {
            match inner.leaf_text().chars().next() {
                Some('"') => return Some("a string literal"),
                Some('`') => return Some("raw text"),
                _ => {}
            }
        }
        node = inner.parent().cloned();
    }
    None
}

/// The first value of a filled template that is not a string of its own.
pub(in super::super) fn in_result(filled: &Marked) -> Option<Misplaced> {
    let mut strings = BTreeSet::new();
    strings_of(&parse(&filled.text), 0, &mut strings);
    let stays = |placed: &super::Placed| {
        let text = &filled.text[placed.range.clone()];
        let start = placed.range.start;
        match placed.written {
            Written::Text if text.starts_with('#') => {
                strings.contains(&(start + 1, placed.range.end - 1))
            }
            Written::Text => strings.contains(&(start, placed.range.end)),
            Written::Markup => {
                let mut own = BTreeSet::new();
                let tree = if text.starts_with('#') { parse(text) } else { parse_code(text) };
                strings_of(&tree, start, &mut own);
                own.is_subset(&strings)
            }
        }
    };
    let value = filled.values.iter().position(|placed| !stays(placed))?;
    let message = "would be read as code by Typst: it stands in a string literal, in a comment, \
                   or with `|code` in text";
    Some(Misplaced { value, message: message.to_owned() })
}

/// Begin and end of every string literal.
fn strings_of(node: &SyntaxNode, start: usize, found: &mut BTreeSet<(usize, usize)>) {
    if node.kind() == SyntaxKind::Str {
        found.insert((start, start + node.len()));
    }
    let mut at = start;
    for child in node.children() {
        strings_of(child, at, found);
        at += child.len();
    }
}
