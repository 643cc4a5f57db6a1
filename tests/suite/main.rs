//! Everything that reads or makes files, in one binary so that it links once.
//!
//! Tests may print: they speak to whoever runs them.
#![allow(clippy::disallowed_macros)]

mod accessibility;
mod accessible;
mod after_publication;
mod attack;
mod bad_input;
mod boundaries;
mod built;
mod cells;
mod command_line;
mod composed;
mod contradictions;
mod council_text;
mod crashes;
mod damage;
mod documents;
mod error_classes;
mod faults_answers;
mod faults_yaml;
mod figures;
mod fixture;
mod fonts;
mod forms;
mod general;
mod groups;
mod kinds;
mod layering;
mod layout;
mod licences;
mod lot;
mod manuals;
mod material;
mod messages;
mod narrowed;
mod national_report;
mod own_templates;
mod pages;
mod pdf;
mod places;
mod prevented;
mod proofreading;
mod published_figures;
mod release;
mod screen;
mod skipped;
mod sources;
mod spelling;
mod surveys;
mod template_faults;
mod template_values;
mod truth;
mod usefulness;
mod variants;
mod workspace;
