//! The national report: response, every question of the wave, the tables behind it.

mod changes;
mod conclusions;

use std::collections::BTreeMap;

use minijinja::{Value, context};

use super::cijfer::Book;
use super::kind::{Content, Filling, Form, Format, Kind, Readers, Source, Template};
use super::response::{
    national_rate, number_of, number_of_province, rate_of_province, response_values,
};
use super::topic::Topic;
use super::values::{asked, of_project, survey};
use super::{Edition, colours, protection_words};
use crate::charts::{AltText, Chart, Extent, MapArea, MapShape, MapState, MapTile};
use crate::disclosure::{Audience, Participation, Share};
use crate::dutch::date_in_words;
use crate::language::{Exact, Number, Participants, ResponseNumber, Unit, Wording, wording};
use crate::project::Correction;
use crate::questionnaire::{QuestionIndex, Wave};
use crate::register::{Municipality, Province, ProvinceCode, Register};
use crate::templates::Drawing;

/// Width of the drawing of the response, in tenths of a point.
const RESPONSE_WIDTH: u32 = 4_420;
/// Width of the map, and of the bars beside it.
const MAP_WIDTH: u32 = 2_720;
const BESIDE_MAP_WIDTH: u32 = 1_600;

const TEMPLATE: Template = Template {
    name: "landelijk-rapport.typ",
    source: include_str!("../../report-templates/landelijk-rapport.typ"),
};

/// What is known of it.
pub(super) static KIND: Kind = Kind {
    name: "landelijk-rapport",
    counted: ("report", "reports"),
    about: "the national report",
    readers: Readers::Everyone,
    of_edition: true,
    pages: None,
    least_text: 80,
    shows_every_question: true,
    always_made: false,
    template: Some(TEMPLATE),
    forms: &[Form { format: Format::Pdf, schema: None, content: Source::Released(content) }],
};

fn content(edition: &Edition, _: Audience) -> Content {
    Content::Typst(Filling { template: TEMPLATE.name, values: context(edition) })
}

/// Everything that the report's template may say.
fn context(edition: &Edition) -> Value {
    let project = edition.project;
    let reading = edition.reading(Audience::Public);
    let style = edition.style();
    let waves = edition.waves();
    let sections: Vec<Value> = edition
        .questionnaire
        .sections
        .iter()
        .filter_map(|section| {
            let topics: Vec<_> = section
                .questions
                .iter()
                .map(|index| Topic::new(edition, reading, *index))
                .filter(|topic| topic.question().asked_in(edition.wave))
                .collect();
            let values: Vec<_> = topics.iter().map(|topic| topic.value(&style)).collect();
            (!values.is_empty()).then(|| {
                context! {
                    id => &section.id,
                    titel => asked(&section.title),
                    kort => asked(&section.short),
                    soort => section.kind.as_deref(),
                    inleiding => section.intro.as_deref().map(asked),
                    vragen => values,
                    tabellen => topics.iter().map(appendix).collect::<Vec<_>>(),
                }
            })
        })
        .collect();
    let questions = edition.questionnaire.questions.iter();
    let unit = edition.unit();
    context! {
        project => context! {
            titel => of_project(&project.title),
            klant => of_project(&project.client),
            kenmerk => edition.reference().map(of_project),
            auteurs => project.authors.clone(),
            contact => project.contact.as_deref().map(of_project),
            datum => Wording::date(date_in_words(edition.date())),
            fictief => project.fictitious,
            toelichting => project.data_note.as_deref().map(of_project),
        },
        cijferboek => Book::of(edition, reading).into_value(),
        vragenlijst => asked(&edition.questionnaire.title),
        jaar => edition.wave.0,
        vorig_jaar => waves.get(1).map(|wave| wave.0),
        periode => edition.material().and_then(|material| material.period.as_deref()).map(of_project),
        kleuren => colours(&style),
        logo => super::logo(edition),
        aantal_vragen => survey(questions.filter(|question| question.asked_in(edition.wave)).count()),
        eenheid => context! { een => unit.one, meer => unit.many },
        programma => programme(edition),
        wijzigingen => changes::since_last_wave(edition),
        correcties => corrections(edition),
        hoofdconclusies => conclusions::main(edition, reading),
        respons => response(edition, reading.participation()),
        bescherming => protection_words(&project.protection),
        besluit_op => decision_date(edition),
        begrippen => project.texts.words.iter().map(|word| {
            context! { woord => &word.word, betekenis => of_project(&word.meaning) }
        }).collect::<Vec<_>>(),
        ongebroken => &project.texts.unbroken,
        onderdelen => sections,
        deelnemers => participants(edition, reading.participation()),
    }
}

fn appendix(topic: &Topic) -> Value {
    context! {
        id => &topic.question().id,
        titel => asked(&topic.question().title),
        gevraagd => topic.asked_before(),
        tabellen => topic.tables(),
        breuken => topic.comparability(),
        meer_antwoorden => topic.question().several(),
    }
}

/// What was told about earlier editions after they were published. Municipalities are named
/// where it is public who took part (bescherming.md#deelname).
fn corrections(edition: &Edition) -> Vec<Value> {
    let earlier = edition.corrections.iter().filter(|one| one.wave < edition.wave);
    let named = edition.project.participation_public;
    let value = |one: &Correction| {
        let name = named.then(|| edition.project.register.name_of(one.municipality));
        context! {
            datum => Wording::date(date_in_words(one.date)),
            jaar => one.wave.0,
            gemeente => name,
            soort => one.sort.word(),
            wat => of_project(ended(&one.what)),
            waarom => of_project(ended(&one.why)),
        }
    };
    earlier.map(value).collect()
}

/// A sentence with its full stop.
fn ended(text: &str) -> String {
    let stop = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{text}{stop}")
}

/// Who took part, per province, where that is public.
fn participants(edition: &Edition, all: &BTreeMap<Wave, Participation>) -> Vec<Value> {
    let Some(taken) = all.get(&edition.wave).filter(|_| edition.project.participation_public)
    else {
        return Vec::new();
    };
    let register = edition.project.register;
    let mut names: BTreeMap<&str, (ProvinceCode, Vec<&str>)> = BTreeMap::new();
    for municipality in taken.respondents.iter().filter_map(|code| register.get(*code)) {
        let province = register.province(municipality.province);
        let (_, names) = names.entry(province.name).or_insert((province.code, Vec::new()));
        names.push(&municipality.name);
    }
    names
        .into_iter()
        .map(|(_, (code, mut names))| {
            names.sort_by_key(|name| name.trim_start_matches("'s-").to_lowercase());
            // A name stays on one line.
            let lines: Vec<_> = names.iter().map(|name| name.replace(' ', "\u{a0}")).collect();
            let number = number_of_province(taken, edition.wave, code);
            context! {
                provincie => register.province(code).in_row(),
                aantal => number.map(ResponseNumber::count),
                namen => lines.join(", "),
            }
        })
        .collect()
}

/// The parts of the survey, and how many questions each has this time.
fn programme(edition: &Edition) -> Vec<Value> {
    let is_asked =
        |index: &QuestionIndex| edition.questionnaire.question(*index).asked_in(edition.wave);
    let sections = edition.questionnaire.sections.iter();
    let parts = sections.map(|section| {
        context! {
            titel => asked(&section.title),
            soort => section.kind.as_deref(),
            inleiding => section.intro.as_deref().map(asked),
            vragen => survey(section.questions.iter().filter(|index| is_asked(index)).count()),
        }
    });
    parts.collect()
}

/// The date on which the protection was decided, unless the edition is older.
fn decision_date(edition: &Edition) -> Option<Wording> {
    let decision = edition.project.protection.decision.as_ref()?;
    (decision.date <= edition.date()).then(|| Wording::date(date_in_words(decision.date)))
}

/// Response now and before, new and gone, per province.
fn response(edition: &Edition, all: &BTreeMap<Wave, Participation>) -> Value {
    let Some(now) = all.get(&edition.wave) else { return Value::UNDEFINED };
    let history: Vec<Value> = edition
        .waves()
        .iter()
        .filter_map(|wave| {
            let taken = all.get(wave)?;
            Some(context! {
                jaar => wave.0,
                vorige => previous_wave(taken, *wave),
                ..response_values(taken, *wave)
            })
        })
        .collect();
    let provinces = provinces(now, edition.wave);
    let (map, legend) = response_map(edition, now).unzip();
    let date = edition.material().map(|material| material.reference_date);
    let states = |wanted: MapState| {
        let all = date.into_iter().flat_map(|date| edition.project.register.on(date));
        let count = all.filter(|municipality| state_of(municipality, now) == wanted).count();
        in_state(edition.wave, None, wanted, count, None).count()
    };
    context! {
        niet_ingevuld => states(MapState::Invited),
        niet_uitgenodigd => states(MapState::Neither),
        eerder => history,
        vorige => previous_wave(now, edition.wave),
        provincies => province_lines(edition, now),
        figuur => province_chart(edition, &provinces),
        kaart => map,
        legenda => legend,
        kaart_bron => edition
            .project
            .waves
            .get(&edition.wave)
            .filter(|_| edition.boundaries.is_some())
            .and_then(|material| material.boundary_source.as_deref())
            .map(of_project),
        ..response_values(now, edition.wave)
    }
}

/// What the municipalities of each province did, by name; also those without a number of
/// invited municipalities.
fn province_lines(edition: &Edition, now: &Participation) -> Vec<Value> {
    let Some(material) = edition.material() else { return Vec::new() };
    let register = edition.project.register;
    let mut counts: BTreeMap<&str, (ProvinceCode, Vec<MapState>)> = BTreeMap::new();
    for municipality in register.on(material.reference_date) {
        let province = register.province(municipality.province);
        let (_, states) = counts.entry(province.name).or_insert((province.code, Vec::new()));
        states.push(state_of(municipality, now));
    }
    let line = |(name, (code, states)): (&str, (ProvinceCode, Vec<MapState>))| {
        let filled_in = number_of_province(now, edition.wave, code);
        let of = filled_in.and_then(|number| number.of);
        let count = |wanted: MapState| {
            let count = states.iter().filter(|state| **state == wanted).count();
            in_state(edition.wave, Some(code), wanted, count, of).count()
        };
        let invited = now.provinces.get(&code).map_or(0, |response| response.invited);
        context! {
            naam => name,
            ingevuld => count(MapState::Answered),
            niet_ingevuld => count(MapState::Invited),
            niet_uitgenodigd => count(MapState::Neither),
            uitgenodigd => ResponseNumber {
                what: Participants::Invited,
                wave: edition.wave,
                province: Some(code),
                count: invited,
                of: None,
            }.count(),
            procent => rate_of_province(now, edition.wave, code)
                .and_then(Exact::response)
                .and_then(Exact::percent),
        }
    };
    counts.into_iter().map(line).collect()
}

/// What a municipality did in a wave.
fn state_of(municipality: &Municipality, now: &Participation) -> MapState {
    if now.respondents.contains(&municipality.code) {
        MapState::Answered
    } else if now.invitees.contains(&municipality.code) {
        MapState::Invited
    } else {
        MapState::Neither
    }
}

/// How many municipalities are in a state, of the country or of a province.
fn in_state(
    wave: Wave,
    province: Option<ProvinceCode>,
    state: MapState,
    count: usize,
    of: Option<Share>,
) -> ResponseNumber {
    let what = match state {
        MapState::Answered => Participants::FilledIn,
        MapState::Invited => Participants::Silent,
        MapState::Neither => Participants::Neither,
    };
    let count = u32::try_from(count).expect("fewer than 4 billion municipalities");
    let of = of.filter(|_| state == MapState::Answered);
    ResponseNumber { what, wave, province, count, of }
}

/// Who took part in both waves, came, and left.
fn previous_wave(taken: &Participation, wave: Wave) -> Option<Value> {
    let number = |what| number_of(taken, wave, what).map(ResponseNumber::count);
    Some(context! {
        jaar => taken.previous?.panel.earlier.0,
        beide => number(Participants::Both),
        nieuw => number(Participants::Newcomers),
        nieuw_eerder_uitgenodigd => number(Participants::NewcomersInvitedBefore),
        weg => number(Participants::Leavers),
    })
}

/// Provinces with invited municipalities, by name; empty when nobody knows who was invited.
fn provinces(now: &Participation, wave: Wave) -> Vec<(&'static Province, Exact)> {
    if now.invited.is_none() {
        return Vec::new();
    }
    let register = Register::builtin();
    let mut provinces: Vec<_> = now
        .provinces
        .keys()
        .filter_map(|code| {
            let number = rate_of_province(now, wave, *code)?;
            Some((register.province(*code), Exact::response(number)?))
        })
        .collect();
    provinces.sort_by(|(one, _), (other, _)| one.name.cmp(other.name));
    provinces
}

/// The finding of the bars per province: between which shares the response lies.
fn provinces_apart(provinces: &[(&Province, Exact)]) -> Option<Wording> {
    let shares = || provinces.iter().map(|(_, exact)| *exact);
    let by_size = |one: &Exact, other: &Exact| one.share().cmp_share(other.share());
    let low = shares().min_by(by_size)?;
    let high = shares().max_by(by_size)?;
    if by_size(&low, &high).is_eq() {
        return Some("De respons is in elke provincie even groot".into());
    }
    let unit = Unit::MUNICIPALITIES.of(high.share().base());
    let [low, high] = [low, high].map(|exact| Number::from(exact).of_base());
    Some(wording!["De respons per provincie ligt tussen ", low, " en ", high, " ", unit])
}

fn province_chart(edition: &Edition, provinces: &[(&Province, Exact)]) -> Option<Value> {
    let words = provinces
        .iter()
        .map(|(province, exact)| wording![province.name, " ", Number::from(*exact).of_base()]);
    let words = Wording::joined(words, "; ");
    let alt = AltText::new(wording![provinces_apart(provinces)?, "."], wording![words, "."])?;
    let rows =
        provinces.iter().map(|(province, exact)| (province.name.to_string(), Extent::from(*exact)));
    let rows: Vec<_> = rows.collect();
    let with_map = edition.project.participation_public;
    let width = if with_map { BESIDE_MAP_WIDTH } else { RESPONSE_WIDTH };
    (!rows.is_empty()).then(|| {
        let chart = Chart::response_bars(alt, width, rows);
        Value::from(Drawing::of(&chart, &edition.style()))
    })
}

/// The map of who answered and who was invited, and its key; only when taking part is public
/// (bescherming.md#deelname).
fn response_map(edition: &Edition, now: &Participation) -> Option<(Value, Value)> {
    if !edition.project.participation_public {
        return None;
    }
    let date = edition.project.waves.get(&edition.wave)?.reference_date;
    let register = edition.project.register;
    let state = |municipality: &Municipality| state_of(municipality, now);
    let count = |wanted| register.on(date).filter(|m| state(m) == wanted).count();
    let key: Vec<_> = MapState::ALL
        .into_iter()
        .map(|state| (state, count(state)))
        .filter(|(state, count)| *count > 0 || *state == MapState::Answered)
        .map(|(state, count)| {
            let number = in_state(edition.wave, None, state, count, None).count();
            (state, wording![state_words(state, now), ": ", number])
        })
        .collect();
    let words = Wording::joined(key.iter().map(|(_, words)| words.clone()), "; ");
    let key = key.into_iter().map(|(state, words)| (state, words.to_string())).collect();
    let shape = match edition.boundaries {
        Some(boundaries) => MapShape::Areas(
            register
                .on(date)
                .filter_map(|municipality| {
                    Some(MapArea {
                        rings: boundaries.areas.get(&municipality.code)?.clone(),
                        province: municipality.province.number(),
                        state: state(municipality),
                    })
                })
                .collect(),
        ),
        None => MapShape::Tiles(
            register
                .on(date)
                .filter_map(|municipality| {
                    let tile = register.tile(municipality.code, date)?;
                    Some(MapTile {
                        column: tile.column,
                        row: tile.row,
                        province: municipality.province.number(),
                        state: state(municipality),
                    })
                })
                .collect(),
        ),
    };
    let drawn = match shape {
        MapShape::Tiles(_) => "Kaart van Nederland met een vakje per gemeente",
        MapShape::Areas(_) => "Kaart van de gemeenten van Nederland",
    };
    let answered = number_of(now, edition.wave, Participants::FilledIn)?;
    let finding = match national_rate(now, edition.wave) {
        Some(rate) => wording![Number::from(rate).of_base(), " uitgenodigde gemeenten"],
        None => wording![answered.count(), " gemeenten"],
    };
    let table = "De tabel onder de figuur geeft de aantallen per provincie.";
    let figures = wording![drawn, ". Aantal gemeenten: ", words, ". ", table];
    let alt = AltText::new(wording![finding, " vulden de vragenlijst in."], figures)?;
    let provinces: BTreeMap<u8, String> = register
        .on(date)
        .map(|municipality| register.province(municipality.province))
        .map(|province| (province.code.number(), province.name.to_owned()))
        .collect();
    let names = provinces.into_iter().collect();
    let style = edition.style();
    let legend = Chart::map_key(alt.clone(), BESIDE_MAP_WIDTH, key);
    let chart = Chart::response_map(alt, MAP_WIDTH, shape, Vec::new(), names);
    let drawings = [chart, legend].map(|chart| Value::from(Drawing::of(&chart, &style)));
    let [map, legend] = drawings;
    Some((map, legend))
}

fn state_words(state: MapState, now: &Participation) -> &'static str {
    match state {
        MapState::Answered => "vragenlijst ingevuld",
        MapState::Invited => "uitgenodigd, niet ingevuld",
        MapState::Neither if now.invited.is_none() => "niet ingevuld",
        MapState::Neither => "niet uitgenodigd",
    }
}
