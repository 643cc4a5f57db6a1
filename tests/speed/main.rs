//! How fast: `cargo bench`.
//!
//! First the whole program, as a user starts it, over all 342 municipalities of 2023: time,
//! processor time per document, peak memory, with one worker and with one per processor.
//! Then the single steps in one thread.
//!
//! A benchmark may print: it speaks to whoever runs it.
#![allow(clippy::disallowed_macros)]

mod survey;
mod whole;

use std::sync::LazyLock;

use divan::{Bencher, black_box};
use gemeentespiegel::diagnostics::Diagnostics;
use gemeentespiegel::documents::{Job, compose};
use gemeentespiegel::production::{Prepared, Purpose, prepare, prepare_for, templates};
use gemeentespiegel::questionnaire::Wave;
use gemeentespiegel::templates::TemplateSet;
use gemeentespiegel::typesetting::{FontSet, Typesetter};

use survey::Survey;

const WAVE: Wave = Wave(2023);

static SURVEY: LazyLock<Survey> = LazyLock::new(Survey::of_everyone);

/// The survey, read and protected.
static PREPARED: LazyLock<(Prepared, TemplateSet)> = LazyLock::new(|| {
    let mut diagnostics = Diagnostics::default();
    let prepared = prepare(&SURVEY.project(), &mut diagnostics).expect("the survey has no errors");
    let templates = templates(&prepared.project, &mut diagnostics).expect("templates are in order");
    (prepared, templates)
});

fn main() {
    // `cargo test --benches` and `cargo bench -- --list` only look whether it runs.
    let measuring = std::env::args().all(|argument| argument != "--test" && argument != "--list");
    if measuring {
        whole::measure(&SURVEY);
    }
    divan::main();
}

/// Reading, checking, counting and protecting five waves, with nothing decided before.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn reading_to_protecting(bencher: Bencher) {
    let (folder, empty) = (SURVEY.project(), SURVEY.path("nergens"));
    let purpose = Purpose { output: Some(&empty), ..Purpose::default() };
    bencher.bench_local(|| prepare_for(black_box(&folder), purpose, &mut Diagnostics::default()));
}

/// One factsheet after the other, each of another municipality.
#[divan::bench(sample_count = 60, sample_size = 1)]
fn factsheet(bencher: Bencher) {
    one_by_one(bencher, |job| job.kind.name == "factsheet");
}

/// One summary for the council after the other.
#[divan::bench(sample_count = 60, sample_size = 1)]
fn summary(bencher: Bencher) {
    one_by_one(bencher, |job| job.kind.name == "raadssamenvatting");
}

/// The national report.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn report(bencher: Bencher) {
    one_by_one(bencher, |job| job.kind.name == "landelijk-rapport");
}

fn one_by_one(bencher: Bencher, sort: impl Fn(&Job) -> bool) {
    let (prepared, templates) = &*PREPARED;
    let edition = prepared.edition(templates, WAVE);
    let files = edition.files();
    let typesetter = Typesetter::new(FontSet::bundled());
    let jobs: Vec<Job> = Job::filled(&edition).into_iter().filter(sort).collect();
    let mut next = jobs.iter().cycle();
    bencher.with_inputs(|| next.next().expect("there are jobs")).bench_local_values(|job| {
        let content = job.released(&edition).expect("made from what may leave the house");
        let composition = compose(job, &edition, content).expect("templates can be filled");
        let (source, info) = composition.typst().expect("it is set by Typst");
        typesetter.pdf(source, &files, info).expect("it can be set")
    });
}
