//! Gemeentespiegel turns the answers of a yearly survey among Dutch municipalities
//! into finished documents: a national report, a factsheet per municipality, tables.
//!
//! The modules stand in the order in which the data walks. A room uses only rooms
//! above it (`tests/suite/layering.rs` checks this):
//!
//! 1. ground floor: [`diagnostics`], [`keys`], [`typeface`], [`calendar`], [`dutch`], [`colour`]
//! 2. material: [`register`], [`boundaries`], [`project`], [`questionnaire`], [`responses`]
//! 3. figures: [`dataset`], [`statistics`]
//! 4. the door: [`disclosure`], the only way from a figure to a reader
//! 5. presentation: [`language`], [`charts`], [`templates`], [`typesetting`],
//!    [`documents`], [`proofreading`]
//! 6. running: [`production`], [`messages`], [`cli`]

// What a finding about the user's material is, and how it is shown.
pub mod diagnostics;

// Keys of remembered work: what decided it, and the build that did it.
pub mod keys;

// Font files: of which family, and how wide text is.
pub mod typeface;

// A calendar day.
pub mod calendar;

// Rules and words of Dutch.
pub mod dutch;

// Colours and their contrast.
pub mod colour;

// The municipalities of the Netherlands, valid on a date.
pub mod register;

// Areas of municipalities, from the user's boundary file.
pub mod boundaries;

// YAML as written: every value with its place, checked against the schema of its types.
pub mod manuscript;

// The questionnaire: as written, and as everyone may trust it.
pub mod questionnaire;

// The project file: what to read, for whom, under which policy.
pub mod project;

// Raw tables of answers, whatever the file was.
pub mod responses;

// Checked answers per municipality and wave.
pub mod dataset;

// Counts, bases, percentages and changes.
pub mod statistics;

// The only door between figures and readers.
pub mod disclosure;

// Dutch words for numbers.
pub mod language;

// Figures to drawings, on any plotters backend.
pub mod charts;

// Text and drawings to markup: templates, escaping, where everything came from.
pub mod templates;

// Markup to PDF.
pub mod typesetting;

// What we make and for whom.
pub mod documents;

// What a careful reader would mark in templates and filled documents.
pub mod proofreading;

// From project folder to finished files.
pub mod production;

// Every kind of finding that any room can make.
pub mod messages;

// Flags, commands, screen.
pub mod cli;
