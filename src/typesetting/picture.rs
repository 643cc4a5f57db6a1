//! Whether a picture can stand in a document: it is put into one before any real document is
//! made, so that a damaged one is found where its file is known.

use std::collections::BTreeMap;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use typst::diag::Warned;
use typst::foundations::Datetime;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::fonts::FontSet;
use super::world::{DocumentWorld, SharedWorld};
use crate::typeface::Typeface;

/// A picture that takes longer is not waited for: every document would take so long.
const LONGEST: Duration = Duration::from_secs(20);

/// Why a picture can't stand in a document, if it can't. `path` is the one inside documents,
/// such as `/logo.svg`.
#[must_use]
pub fn picture_fault(path: &str, bytes: &[u8], typeface: Typeface) -> Option<String> {
    let (path, bytes) = (path.to_owned(), bytes.to_vec());
    let (sender, receiver) = mpsc::channel();
    // A thread that goes on is left behind; it ends with the program.
    thread::spawn(move || sender.send(typeset(&path, bytes, typeface).err()));
    match receiver.recv_timeout(LONGEST) {
        Ok(fault) => fault,
        Err(mpsc::RecvTimeoutError::Timeout) => {
            Some(format!("it takes longer than {} seconds to draw", LONGEST.as_secs()))
        }
        Err(mpsc::RecvTimeoutError::Disconnected) => Some("it can't be drawn".to_owned()),
    }
}

fn typeset(path: &str, bytes: Vec<u8>, typeface: Typeface) -> Result<(), String> {
    let source = format!(
        "#set document(title: \"Logo\")\n#set text(lang: \"nl\")\n\
         #image({}, width: 5cm, height: 5cm, fit: \"contain\", alt: \"Logo\")\n",
        crate::templates::literal(path)
    );
    let shared = SharedWorld::new(FontSet::of(typeface));
    let world = DocumentWorld::new(&shared, &source, &BTreeMap::from([(path.to_owned(), bytes)]));
    let Warned { output, warnings } = typst::compile::<PagedDocument>(&world);
    let document = output.map_err(|errors| told(&errors))?;
    if !warnings.is_empty() {
        return Err(told(&warnings));
    }
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a])
        .expect("these two standards go together");
    let day = Datetime::from_ymd_hms(2020, 1, 1, 0, 0, 0).expect("a day of the calendar");
    let timestamp = Some(Timestamp::new_utc(day));
    let options = PdfOptions { standards, timestamp, tagged: true, ..PdfOptions::default() };
    typst_pdf::pdf(&document, &options).map(|_| ()).map_err(|errors| told(&errors))
}

fn told(found: &[typst::diag::SourceDiagnostic]) -> String {
    found.first().map_or_else(String::new, |first| first.message.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_that_can_not_be_decoded_is_told() {
        let fault = |path: &str, bytes: &[u8]| picture_fault(path, bytes, Typeface::bundled());
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><rect width='9' height='9'/></svg>";
        assert_eq!(fault("/logo.svg", svg), None);
        assert!(fault("/logo.svg", b"<svg").unwrap().contains("SVG"));
        assert!(fault("/logo.png", b"\x89PNG\r\n\x1a\n and no more").is_some());
    }
}
