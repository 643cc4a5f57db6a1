//! To whom which documents go: a line per file for every municipality that was invited or
//! answered, with the contact person of the invited list and the hash of the file. Made after
//! the documents, so that a mail that is sent from it holds what was made.

use std::collections::BTreeSet;

use super::Edition;
use super::kind::{Content, Delivered, Form, Format, Kind, Reader, Readers, Schema, Source};
use crate::disclosure::Unprotected;
use crate::register::MunicipalityCode;

/// What is known of it.
pub(super) static KIND: Kind = Kind {
    name: "verzendlijst",
    counted: ("list of files to send", "lists of files to send"),
    about: "per municipality the contact person and its files, each with its sha256",
    readers: Readers::Bureau,
    of_edition: false,
    pages: None,
    least_text: 0,
    shows_every_question: false,
    always_made: false,
    template: None,
    forms: &[Form {
        format: Format::Csv,
        schema: Some(Schema { version: "gemeentespiegel/verzendlijst/1", json: None }),
        content: Source::Files(|edition, bureau, files| {
            Content::Data(table(edition, bureau, files))
        }),
    }],
};

/// The first line.
const HEADING: [&str; 5] = ["gemeente", "code", "contactpersoon", "bestand", "sha256"];

/// UTF-8 with a mark and semicolons, as spreadsheet programs in Dutch open it.
fn table(edition: &Edition, bureau: &Unprotected, files: &[Delivered]) -> Vec<u8> {
    let mut writer =
        csv::WriterBuilder::new().delimiter(b';').from_writer("\u{feff}".as_bytes().to_vec());
    let mut write = |line: [&str; 5]| writer.write_record(line).expect("memory is writable");
    write(HEADING);
    let invited = bureau.dataset.waves.get(&edition.wave).and_then(|data| data.invited.as_ref());
    let codes: BTreeSet<MunicipalityCode> = invited
        .into_iter()
        .flat_map(|invited| invited.keys().copied())
        .chain(edition.publication.respondents(edition.wave))
        .collect();
    for code in codes {
        let contact = invited.and_then(|invited| invited.get(&code)?.contact.as_deref());
        let name = edition.project.register.name_of(code);
        let to = |path: &str, sha256: &str| {
            write([&name, &code.to_string(), contact.unwrap_or(""), path, sha256]);
        };
        lines(code, files, to);
    }
    writer.into_inner().expect("memory is writable")
}

/// The files of one municipality; one empty line where it gets none.
fn lines(code: MunicipalityCode, files: &[Delivered], mut to: impl FnMut(&str, &str)) {
    let audience = Reader::Municipality(code).to_string();
    let own: Vec<_> = files.iter().filter(|file| file.audience == audience).collect();
    own.iter().for_each(|file| to(&file.path, &file.sha256));
    if own.is_empty() {
        to("", "");
    }
}
