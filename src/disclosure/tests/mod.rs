//! Protection of surveys of known sizes, and surveys at random.
//!
//! - `fixed`: what the fixed rules show and withhold
//! - `properties`: what is true of every survey
//! - `published`: what stays of published editions
//! - `attacker`: someone who derives answers from what is delivered
//! - `attacks`: what that attacker finds

mod attacker;
mod attacks;
mod fixed;
mod properties;
mod published;

use super::schedule::{Rules, protect_by};
use super::*;
use crate::project::Level;
use crate::questionnaire::{Question, QuestionIndex, QuestionKind, Wave};
use crate::register::{Area, ProvinceCode};
use crate::statistics::sample::{
    BEFORE, NOW, Sample, municipalities, one, only_if, question, ticks,
};

const PANEL: Panel = Panel { earlier: BEFORE, later: NOW };
const LEVELS: [Level; 3] = [Level::Open, Level::Normaal, Level::Streng];
/// Provinces with at least twenty municipalities, in the order of their codes.
const PROVINCES: [&str; 4] = ["PV23", "PV25", "PV27", "PV30"];

/// By the fixed rules alone.
fn publish(sample: &Sample, level: Level) -> Publication {
    publish_by(&Rules { audits: &[], ..Rules::ALL }, sample, level)
}

/// With the audit too.
fn audited(sample: &Sample, level: Level) -> Publication {
    publish_by(&Rules::ALL, sample, level)
}

fn publish_by(rules: &Rules, sample: &Sample, level: Level) -> Publication {
    release(sample, rules, Policy::of(level), &mut AuditMemory::default())
}

fn release(
    sample: &Sample,
    rules: &Rules,
    policy: Policy,
    memory: &mut AuditMemory,
) -> Publication {
    release_after(&[], sample, rules, policy, memory)
}

/// After an edition that showed these figures.
fn release_after(
    published: &[PublishedFigure],
    sample: &Sample,
    rules: &Rules,
    policy: Policy,
    memory: &mut AuditMemory,
) -> Publication {
    let (tables, participation) = (sample.tables(), sample.participation());
    let survey = Survey {
        questionnaire: &sample.questionnaire,
        tables: &tables,
        dataset: &sample.dataset,
        participation: &participation,
        published,
    };
    protect_by(rules, survey, policy, memory)
}

fn province(code: &str) -> Group {
    Group::Area(Area::from(code.parse::<ProvinceCode>().unwrap()))
}

/// The judged table of a question; `None` when nobody answered.
fn judged(
    publication: &Publication,
    wave: Wave,
    index: u16,
    group: Group,
) -> Option<ReleasedTable> {
    let key = TableKey { wave, question: QuestionIndex(index), row: None, group };
    publication.tables.get(&key).cloned()
}

/// Why a table is withheld; `None` when it is shown.
fn reason(publication: &Publication, index: u16, group: Group) -> Option<Reason> {
    judged(publication, NOW, index, group).unwrap().withheld()
}

fn yes_or_no(id: &str) -> Question {
    question(id, QuestionKind::Single, &["ja", "nee"])
}

/// Per province how many answered with yes and how many with no.
fn votes(sizes: &[(&str, u32, u32)]) -> Sample {
    let mut sample = Sample::of(vec![yes_or_no("week")]);
    for (code, yes, no) in sizes {
        for (at, who) in (0..yes + no).zip(municipalities(code)) {
            sample.answer(NOW, who, (0, None), one(u16::from(at >= *yes)));
        }
    }
    sample
}

/// The same, with a question for who said yes, which all of them answered.
fn routed_votes(sizes: &[(&str, u32, u32)]) -> Sample {
    let mut sample = votes(sizes);
    let follow_up = Question { applies_if: only_if(0, 0), ..yes_or_no("hoe") };
    sample.questionnaire.questions.push(follow_up);
    for (code, yes, _) in sizes {
        for (at, who) in (0..*yes).zip(municipalities(code)) {
            sample.answer(NOW, who, (1, None), one(u16::try_from(at % 2).unwrap()));
        }
    }
    sample
}
