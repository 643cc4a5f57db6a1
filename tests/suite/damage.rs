//! The checks are checked: a copy with one thing broken must be rejected.
//!
//! With `SPIEGEL_DAMAGED_DIR` set the copies are also written there, with `own.tsv` saying
//! which our own check rejects, for the validators of `.ci/validators`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use crate::accessibility::smallest;
use crate::accessible::broken;
use crate::built::FIXTURE;
use crate::pdf::{Pdf, dictionary};
use crate::skipped::skipped;

/// The document that is damaged: it has headings, figures, tables, lists and links.
const REPORT: &str = "openbaar/landelijk-rapport-2023.pdf";
/// A document with lists.
const FACTSHEET: &str = "gemeenten/GM0193-zwolle/factsheet-2023.pdf";

/// The sheet for a council, with larger text.
const SUMMARY: &str = "gemeenten/GM0193-zwolle/raadssamenvatting-2023.pdf";

/// A way to break a document, and the rule that it breaks.
struct Damage {
    name: &'static str,
    of: &'static str,
    rule: &'static str,
    act: fn(&mut Document),
}

const fn damage(name: &'static str, rule: &'static str, act: fn(&mut Document)) -> Damage {
    Damage { name, of: REPORT, rule, act }
}

const DAMAGES: [Damage; 34] = [
    damage("figure without description", "description", |pdf| {
        pdf.get_dictionary_mut(role(pdf, b"Figure")[0]).unwrap().remove(b"Alt");
    }),
    damage("description without numbers", "description", |pdf| {
        let alt = Object::string_literal("Een figuur.");
        pdf.get_dictionary_mut(role(pdf, b"Figure")[0]).unwrap().set("Alt", alt);
    }),
    damage("one number wrong in a description", "description", |pdf| {
        let figure = pdf.get_dictionary_mut(role(pdf, b"Figure")[0]).unwrap();
        let alt = crate::pdf::string(figure.get(b"Alt").unwrap()).unwrap();
        let number = crate::accessible::numbers(&alt).into_iter().max_by_key(|n| n.len()).unwrap();
        figure.set("Alt", Object::string_literal(alt.replace(number, "0")));
    }),
    damage("no language", "language", |pdf| {
        pdf.catalog_mut().unwrap().remove(b"Lang");
    }),
    damage("another language", "language", |pdf| {
        pdf.catalog_mut().unwrap().set("Lang", Object::string_literal("en"));
    }),
    damage("no title", "title", |pdf| {
        edit_metadata(pdf, |xmp| cut(xmp, "<dc:title>", "</dc:title>"));
    }),
    damage("title not shown", "title", |pdf| {
        pdf.catalog_mut().unwrap().remove(b"ViewerPreferences");
    }),
    damage("no mark of PDF UA", "standards", |pdf| {
        edit_metadata(pdf, |xmp| cut(xmp, "<pdfuaid:part>", "</pdfuaid:part>"));
    }),
    damage("no mark of tags", "tagged", |pdf| {
        pdf.catalog_mut().unwrap().remove(b"MarkInfo");
    }),
    damage("no structure tree", "tagged", |pdf| {
        pdf.catalog_mut().unwrap().remove(b"StructTreeRoot");
    }),
    damage("header cells turned into cells", "table", |pdf| {
        for cell in role(pdf, b"TH") {
            let cell = pdf.get_dictionary_mut(cell).unwrap();
            cell.set("S", Object::Name(b"TD".to_vec()));
            cell.remove(b"A");
        }
    }),
    damage("header cells without scope", "table", |pdf| {
        for cell in role(pdf, b"TH") {
            pdf.get_dictionary_mut(cell).unwrap().remove(b"A");
        }
    }),
    damage("a cell too few", "table", |pdf| {
        let row = role(pdf, b"TR").pop().unwrap();
        let cells = pdf.get_dictionary_mut(row).unwrap().get_mut(b"K").unwrap();
        cells.as_array_mut().unwrap().pop();
    }),
    damage("heading jump", "headings", |pdf| {
        let heading = role(pdf, b"H2")[0];
        pdf.get_dictionary_mut(heading).unwrap().set("S", Object::Name(b"H4".to_vec()));
    }),
    damage("untagged content", "untagged", |pdf| {
        edit_content(pdf, |operations| {
            let mark = first(operations, |one| one.operator == "BDC" && !is_artifact(one));
            let end = mark + first(&operations[mark..], |one| one.operator == "EMC");
            operations.remove(end);
            operations.remove(mark);
        });
    }),
    damage("element outside the tree", "untagged", |pdf| {
        let document = role(pdf, b"Document")[0];
        let kids = pdf.get_dictionary_mut(document).unwrap().get_mut(b"K").unwrap();
        kids.as_array_mut().unwrap().remove(8);
    }),
    damage("text hidden as an artifact", "unread", |pdf| {
        edit_content(pdf, |operations| {
            let mark = first(operations, |one| one.operator == "BDC" && !is_artifact(one));
            let kind = Dictionary::from_iter([("Type", Object::Name(b"Layout".to_vec()))]);
            let artifact = Object::Name(b"Artifact".to_vec());
            operations[mark].operands = vec![artifact, Object::Dictionary(kind)];
        });
    }),
    damage("reading order reversed", "reading-order", |pdf| {
        let document = role(pdf, b"Document")[0];
        let kids = pdf.get_dictionary_mut(document).unwrap().get_mut(b"K").unwrap();
        kids.as_array_mut().unwrap().reverse();
    }),
    damage("no StructParents", "parents", |pdf| {
        let page = page(pdf);
        pdf.get_dictionary_mut(page).unwrap().remove(b"StructParents");
    }),
    damage("no ToUnicode", "font", |pdf| {
        for font in fonts(pdf, b"Type0") {
            pdf.get_dictionary_mut(font).unwrap().remove(b"ToUnicode");
        }
    }),
    damage("no font file", "font", |pdf| {
        for descriptor in of_type(pdf, b"FontDescriptor") {
            let descriptor = pdf.get_dictionary_mut(descriptor).unwrap();
            let keys: [&[u8]; 3] = [b"FontFile", b"FontFile2", b"FontFile3"];
            keys.iter().for_each(|key| drop(descriptor.remove(key)));
        }
    }),
    damage("tab order unknown", "tab-order", |pdf| {
        for page in pdf.get_pages().into_values() {
            pdf.get_dictionary_mut(page).unwrap().remove(b"Tabs");
        }
    }),
    damage("link without description", "link", |pdf| {
        for link in of_type(pdf, b"Annot") {
            pdf.get_dictionary_mut(link).unwrap().remove(b"Contents");
        }
    }),
    damage("link outside the tree", "link", |pdf| {
        let link = role(pdf, b"Link")[0];
        let kids = pdf.get_dictionary_mut(link).unwrap().get_mut(b"K").unwrap();
        kids.as_array_mut().unwrap().pop();
    }),
    Damage {
        of: SUMMARY,
        ..damage("list items turned into paragraphs", "list", |pdf| {
            for item in role(pdf, b"LI") {
                pdf.get_dictionary_mut(item).unwrap().set("S", Object::Name(b"P".to_vec()));
            }
        })
    },
    damage("a paragraph turned into words", "loose-text", |pdf| {
        let document = role(pdf, b"Document")[0];
        let kids = pdf.get_dictionary(document).unwrap().get(b"K").unwrap().as_array().unwrap();
        let kids: Vec<_> = kids.iter().map(|kid| kid.as_reference().unwrap()).collect();
        let paragraph = kids.into_iter().find(|kid| role(pdf, b"P").contains(kid)).unwrap();
        pdf.get_dictionary_mut(paragraph).unwrap().set("S", Object::Name(b"Span".to_vec()));
    }),
    damage("small text", "text-size", |pdf| {
        edit_content(pdf, |operations| {
            let font = first(operations, |one| one.operator == "Tf");
            operations[font].operands[1] = Object::Real(7.5);
        });
    }),
    damage("pale text", "text-contrast", |pdf| {
        edit_content(pdf, |operations| {
            let colour = first(operations, |one| one.operator == "scn");
            operations[colour].operands = vec![Object::Real(0.6); 3];
        });
    }),
    Damage {
        of: FACTSHEET,
        ..damage("pale bars without borders", "edge", |pdf| {
            edit_content(pdf, |operations| {
                operations.retain(|one| one.operator != "S");
                let fills = operations.iter_mut().filter(|one| one.operator == "scn");
                fills.for_each(|one| one.operands = vec![Object::Real(0.75); 3]);
            });
        })
    },
    Damage {
        of: FACTSHEET,
        ..damage("figure of a factsheet without description", "description", |pdf| {
            pdf.get_dictionary_mut(role(pdf, b"Figure")[0]).unwrap().remove(b"Alt");
        })
    },
    Damage {
        of: SUMMARY,
        ..damage("heading jump in a summary", "headings", |pdf| {
            let heading = role(pdf, b"H2")[0];
            pdf.get_dictionary_mut(heading).unwrap().set("S", Object::Name(b"H4".to_vec()));
        })
    },
    Damage {
        of: SUMMARY,
        ..damage("untagged content in a summary", "untagged", |pdf| {
            edit_content(pdf, |operations| {
                let mark = first(operations, |one| one.operator == "BDC" && !is_artifact(one));
                let end = mark + first(&operations[mark..], |one| one.operator == "EMC");
                operations.remove(end);
                operations.remove(mark);
            });
        })
    },
    Damage {
        of: SUMMARY,
        ..damage("stripes of a summary in grey", "copy", |pdf| {
            edit_content(pdf, |operations| {
                let strokes = operations.iter_mut().filter(|one| one.operator == "SCN");
                strokes.for_each(|one| one.operands = vec![Object::Real(0.7); 3]);
            });
        })
    },
    Damage {
        of: SUMMARY,
        ..damage("text of 8.5 points in a summary", "text-size", |pdf| {
            edit_content(pdf, |operations| {
                let font = first(operations, |one| one.operator == "Tf");
                operations[font].operands[1] = Object::Real(8.5);
            });
        })
    },
];

/// The elements with a role, in the order of their numbers.
fn role(pdf: &Document, role: &[u8]) -> Vec<ObjectId> {
    let has = |dictionary: &Dictionary| dictionary.has(b"P") && is_name(dictionary, b"S", role);
    matching(pdf, has)
}

fn is_name(dictionary: &Dictionary, key: &[u8], name: &[u8]) -> bool {
    dictionary.get(key).and_then(Object::as_name).is_ok_and(|found| found == name)
}

fn of_type(pdf: &Document, kind: &[u8]) -> Vec<ObjectId> {
    matching(pdf, |dictionary| dictionary.has_type(kind))
}

fn fonts(pdf: &Document, subtype: &[u8]) -> Vec<ObjectId> {
    matching(pdf, |dictionary| {
        dictionary.has_type(b"Font") && is_name(dictionary, b"Subtype", subtype)
    })
}

fn matching(pdf: &Document, has: impl Fn(&Dictionary) -> bool) -> Vec<ObjectId> {
    let found: Vec<_> = pdf
        .objects
        .iter()
        .filter(|(_, object)| object.as_dict().is_ok_and(&has))
        .map(|(id, _)| *id)
        .collect();
    assert!(!found.is_empty(), "there is something to damage");
    found
}

fn page(pdf: &Document) -> ObjectId {
    // The first page with running text of a report, or the first of a factsheet.
    let pages = pdf.get_pages();
    pages.get(&3).or_else(|| pages.get(&1)).copied().unwrap()
}

fn first(operations: &[Operation], is: impl Fn(&Operation) -> bool) -> usize {
    operations.iter().position(is).unwrap()
}

fn is_artifact(operation: &Operation) -> bool {
    operation.operands[0].as_name().is_ok_and(|name| name == b"Artifact")
}

fn edit_content(pdf: &mut Document, change: impl FnOnce(&mut Vec<Operation>)) {
    let page = page(pdf);
    let mut content = Content::decode(&pdf.get_page_content(page)).unwrap();
    change(&mut content.operations);
    let bytes = content.encode().unwrap();
    let stream = pdf.add_object(Stream::new(Dictionary::new(), bytes));
    pdf.get_dictionary_mut(page).unwrap().set("Contents", stream);
}

fn edit_metadata(pdf: &mut Document, change: impl FnOnce(&str) -> String) {
    let id = pdf.catalog().unwrap().get(b"Metadata").unwrap().as_reference().unwrap();
    let stream = pdf.get_object_mut(id).unwrap().as_stream_mut().unwrap();
    let xmp = String::from_utf8(stream.get_plain_content().unwrap()).unwrap();
    let changed = change(&xmp);
    assert_ne!(xmp, changed);
    stream.set_plain_content(changed.into_bytes());
}

/// A text without all that stands from `start` to `end`.
fn cut(text: &str, start: &str, end: &str) -> String {
    let (before, rest) = text.split_once(start).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    format!("{before}{after}")
}

fn saved(mut pdf: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).unwrap();
    bytes
}

/// A copy with nothing broken: if it is rejected, the copying is at fault.
fn untouched(of: &str) -> Document {
    Document::load_mem(&FIXTURE[of]).unwrap()
}

fn rules(of: &str, bytes: &[u8]) -> BTreeSet<&'static str> {
    broken(&Pdf::read(bytes), smallest(of))
}

#[test]
fn a_copy_with_nothing_broken_is_accepted() {
    for of in [REPORT, FACTSHEET, SUMMARY] {
        assert_eq!(rules(of, &saved(untouched(of))), BTreeSet::new(), "{of}");
    }
}

#[test]
fn every_damage_is_found_by_our_own_check() {
    let mut missed = Vec::new();
    for damage in &DAMAGES {
        let mut pdf = untouched(damage.of);
        (damage.act)(&mut pdf);
        let found = rules(damage.of, &saved(pdf));
        println!("{}: {found:?}", damage.name);
        if !found.contains(damage.rule) {
            missed.push((damage.name, damage.rule, found));
        }
    }
    assert!(missed.is_empty(), "not found: {missed:#?}");
}

#[test]
fn damaged_copies_are_written_where_they_are_asked_for() {
    let Some(folder) = std::env::var_os("SPIEGEL_DAMAGED_DIR").map(PathBuf::from) else {
        return skipped("damaged copies for other validators", "SPIEGEL_DAMAGED_DIR is not set");
    };
    std::fs::create_dir_all(&folder).unwrap();
    let mut table = String::new();
    for (number, of) in [REPORT, FACTSHEET, SUMMARY].into_iter().enumerate() {
        let name = format!("intact-{number}.pdf");
        std::fs::write(folder.join(&name), saved(untouched(of))).unwrap();
        table += &format!("{name}\tnothing broken\t\n");
    }
    for (number, damage) in DAMAGES.iter().enumerate() {
        let mut pdf = untouched(damage.of);
        (damage.act)(&mut pdf);
        let bytes = saved(pdf);
        let found: Vec<_> = rules(damage.of, &bytes).into_iter().collect();
        let name = format!("damaged-{:02}.pdf", number + 1);
        std::fs::write(folder.join(&name), bytes).unwrap();
        table += &format!("{name}\t{}\t{}\n", damage.name, found.join(" "));
    }
    std::fs::write(folder.join("own.tsv"), table).unwrap();
}

#[test]
fn the_report_has_what_is_damaged() {
    let pdf = untouched(REPORT);
    let catalog = pdf.catalog().unwrap();
    assert!(dictionary(&pdf, catalog, b"StructTreeRoot").is_some());
    for part in [b"TH".as_slice(), b"TR", b"H2", b"Figure", b"Link"] {
        assert!(!role(&pdf, part).is_empty());
    }
}
