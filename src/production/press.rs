//! The press: what a kind says becomes a key and the bytes of a file, whatever its form.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::pipeline::Prepared;
use crate::disclosure::Unprotected;
use crate::documents::{
    Body, Composition, Content, Delivered, Edition, Job, Source, compose, trace,
};
use crate::keys::KeyWriter;
use crate::templates::{TemplateError, Traced};
use crate::typeface::Typeface;
use crate::typesetting::{FontSet, Typesetter, TypstFault};

/// Prints the documents of one edition.
pub(super) struct Press<'a> {
    edition: Edition<'a>,
    bureau: &'a Unprotected,
    /// Pictures that documents show, by path.
    pictures: BTreeMap<String, Vec<u8>>,
    files_key: String,
    /// Made when a document is set: a list of what is current needs none.
    typesetter: OnceLock<Typesetter>,
}

/// The bytes of a file.
pub(super) struct Printed {
    pub(super) bytes: Vec<u8>,
    /// How many pages a PDF has.
    pub(super) pages: Option<usize>,
}

impl<'a> Press<'a> {
    pub(super) fn new(prepared: &'a Prepared, edition: Edition<'a>) -> Self {
        let (pictures, typeface) = (edition.files(), edition.project.typeface);
        Self {
            edition,
            bureau: &prepared.bureau,
            files_key: key_of_files(&pictures, typeface),
            pictures,
            typesetter: OnceLock::new(),
        }
    }

    /// What a document says, with its template filled. `delivered` are the files made before.
    ///
    /// # Errors
    /// The template can't be filled.
    pub(super) fn compose(
        &self,
        job: &Job,
        delivered: &[Delivered],
    ) -> Result<Composition, TemplateError> {
        compose(job, &self.edition, self.content(job, delivered))
    }

    /// A document that knows which template wrote what of it, when it can be filled so.
    pub(super) fn trace(&self, job: &Job) -> Option<Traced> {
        trace(job, &self.edition).ok().flatten()
    }

    fn content(&self, job: &Job, delivered: &[Delivered]) -> Content {
        let edition = &self.edition;
        match job.form.content {
            Source::Released(content) => content(edition, job.reader.audience()),
            Source::Unprotected(content) => content(edition, self.bureau),
            Source::Files(content) => content(edition, self.bureau, delivered),
        }
    }

    /// Everything that decides the bytes of a file: of a document what the printer would read
    /// (the style module, the bundled typeface and Typst itself are in the build stamp), of data
    /// its content.
    pub(super) fn key(&self, composition: &Composition) -> String {
        let mut key;
        match &composition.body {
            Body::Typst(source, info) => {
                key = KeyWriter::new("document");
                key.field("source", source.as_str());
                key.field("info", info);
                key.field("files", self.files_key.as_str());
            }
            Body::Html(text) => {
                key = KeyWriter::new("page");
                key.field("text", text.as_str());
            }
            Body::Data(bytes) => {
                key = KeyWriter::new("data file");
                key.text(&composition.path);
                key.bytes(bytes);
            }
        }
        key.finish()
    }

    /// The bytes of a document.
    ///
    /// # Errors
    /// It can't be typeset.
    pub(super) fn print(&self, composition: &Composition) -> Result<Printed, Vec<TypstFault>> {
        match &composition.body {
            Body::Typst(source, info) => {
                let typeface = self.edition.project.typeface;
                let typesetter =
                    self.typesetter.get_or_init(|| Typesetter::new(FontSet::of(typeface)));
                let printed = typesetter.pdf(source, &self.pictures, info)?;
                Ok(Printed { bytes: printed.bytes, pages: Some(printed.pages) })
            }
            Body::Html(text) => Ok(Printed { bytes: text.as_bytes().to_vec(), pages: None }),
            Body::Data(bytes) => Ok(Printed { bytes: bytes.clone(), pages: None }),
        }
    }
}

/// The key of the files that every document may show, and of the typeface that it is set in.
fn key_of_files(files: &BTreeMap<String, Vec<u8>>, typeface: Typeface) -> String {
    let mut key = KeyWriter::new("files of documents");
    key.field("typeface", &typeface);
    key.list(files.len());
    for (path, bytes) in files {
        key.text(path);
        key.bytes(bytes);
    }
    key.finish()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use minijinja::context;

    use super::*;
    use crate::diagnostics::Diagnostics;
    use crate::disclosure::Audience;
    use crate::documents::{Filling, Form, Format, Kind, Readers};
    use crate::production::pipeline::{prepare, to_read};
    use crate::questionnaire::Wave;

    /// A page for every municipality that was invited: a kind that is not in the table.
    static PAGE: Kind = Kind {
        name: "proef",
        counted: ("page", "pages"),
        about: "a page to try a press on",
        readers: Readers::EachInvited,
        of_edition: true,
        pages: None,
        least_text: 0,
        shows_every_question: false,
        always_made: false,
        template: None,
        forms: &[Form { format: Format::Html, schema: None, content: Source::Released(page) }],
    };

    /// The same for the ministry, about all waves.
    static LETTER: Kind =
        Kind { name: "brief", readers: Readers::Ministry, of_edition: false, ..PAGE };

    fn page(edition: &Edition, audience: Audience) -> Content {
        let invited = matches!(audience, Audience::Municipality(_));
        let values = context! { naam => "<Ede> & zo", jaar => edition.wave.0, eigen => invited };
        Content::Html(Filling { template: "proef.html", values })
    }

    #[test]
    fn a_page_is_filled_and_pressed_for_every_reader() {
        let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/small");
        let prepared = prepare(&small, &mut Diagnostics::default()).unwrap();
        let template = "<p>{{ naam }} {{ jaar }}{% if eigen %} eigen{% endif %}</p>\n";
        let own = [("proef.html".to_owned(), template.to_owned())];
        let (templates, errors) = to_read(&own.into());
        assert_eq!(errors, []);
        let edition = prepared.edition(&templates, Wave(2023));
        let press = Press::new(&prepared, edition);
        let invited = prepared.participation[&Wave(2023)].invited.unwrap();
        let jobs = PAGE.jobs(&edition);
        assert_eq!(jobs.len(), invited as usize);
        let composed = press.compose(&jobs[0], &[]).unwrap();
        assert!(composed.path.starts_with("gemeenten/GM"), "{}", composed.path);
        assert!(composed.path.ends_with("/proef-2023.html"), "{}", composed.path);
        let key = press.key(&composed);
        let printed = press.print(&composed).unwrap();
        let text = String::from_utf8(printed.bytes).unwrap();
        assert_eq!(text, "<p>&lt;Ede&gt; &amp; zo 2023 eigen</p>\n");
        assert_eq!(printed.pages, None);

        let [letter] = LETTER.jobs(&edition)[..] else { panic!("one for the ministry") };
        let composed = press.compose(&letter, &[]).unwrap();
        assert_eq!(composed.path, "ministerie/brief.html");
        assert_eq!(letter.reader.to_string(), "ministry");
        assert_ne!(press.key(&composed), key, "another text has another key");
    }
}
