//! Areas of municipalities from a boundary file that the user supplies: GeoJSON keyed by CBS
//! code, in WGS84 or RD (Rijksdriehoek).
//!
//! RD is a plane in metres and is taken as it is. Longitude and latitude are laid on an
//! equidistant plane that is true at 52.2 degrees; over the Netherlands no place is off by more
//! than a hundredth of the width, which a map of a hand's breadth can't show.

pub(crate) mod codes;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::calendar::Date;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Place, why_not};
use crate::register::{Municipality, MunicipalityCode, Register};

/// Names of the property that holds the CBS code, as common files have them.
const CODE_PROPERTIES: [&str; 6] =
    ["statcode", "gm_code", "GM_CODE", "gemeentecode", "gemcode", "code"];
/// Far above any file that suits a small map, far below what would fill the memory.
const LARGEST_FILE: u64 = 64 * 1024 * 1024;
/// Kilometres of one degree of latitude, and the cosine of 52.2 degrees.
const DEGREE: f64 = 111.2;
const COSINE: f64 = 0.6129;
/// Kilometres between a municipality and its area that simplified boundaries may be off.
const NEAR: f64 = 10.0;
/// Square kilometres of a ring that is a line or a point.
const NO_SURFACE: f64 = 1e-6;
/// More names than this are counted, not named.
const NAMED: usize = 8;

/// A ring of points: kilometres east and south of some place.
pub type Ring = Vec<(f64, f64)>;

/// The area of every municipality that existed on the day of a wave.
#[derive(Debug, Clone, PartialEq)]
pub struct Boundaries {
    /// Rings by municipality.
    pub areas: BTreeMap<MunicipalityCode, Vec<Ring>>,
}

/// A GeoJSON file, as far as it is read.
#[derive(Deserialize)]
#[serde(expecting = "a GeoJSON `FeatureCollection`")]
struct Collection {
    #[serde(rename = "type")]
    kind: Option<String>,
    features: Option<Vec<Feature>>,
}

/// One area with what is known of it.
#[derive(Deserialize)]
struct Feature {
    properties: Option<Map<String, Value>>,
    /// Read as a [`Geometry`] when its owner is known, so that a fault can name it.
    #[serde(default)]
    geometry: Value,
}

impl Feature {
    /// A property that has a value.
    fn property(&self, name: &str) -> Option<&Value> {
        self.properties.as_ref()?.get(name).filter(|value| !value.is_null())
    }
}

/// The geometries that are areas.
#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Polygon(Vec<Line>),
    MultiPolygon(Vec<Vec<Line>>),
}

/// The points of a ring, each of two numbers or more.
type Line = Vec<Vec<f64>>;

/// Reads a boundary file for the municipalities of a register that existed on a day. `property` names the
/// property with the CBS code; without it the common names are tried.
///
/// `None` when something is wrong; findings say what.
pub fn load(
    path: &Path,
    shown: &str,
    property: Option<&str>,
    (date, register): (Date, &Register),
    diagnostics: &mut Diagnostics,
) -> Option<Boundaries> {
    let bytes = match std::fs::metadata(path) {
        Ok(found) if found.len() > LARGEST_FILE => Err("it is larger than 64 MB".to_owned()),
        Ok(_) => std::fs::read(path).map_err(|error| why_not(&error)),
        Err(error) => Err(why_not(&error)),
    };
    let place = || Place::File(shown.to_owned());
    let parsed = bytes.map_err(|reason| {
        Diagnostic::new(
            &codes::BOUNDARIES_NOT_READ,
            place(),
            format!("the boundary file can't be read: {reason}"),
        )
        .help("write a path to a GeoJSON file under `boundaries`")
    });
    let bytes = match parsed {
        Ok(bytes) => bytes,
        Err(finding) => {
            diagnostics.push(finding);
            return None;
        }
    };
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    match serde_json::from_slice::<Collection>(text) {
        Ok(json) => {
            let mut reader = Reader { shown, date, register, errors: false, diagnostics };
            let boundaries = reader.boundaries(json, property);
            if reader.errors { None } else { boundaries }
        }
        Err(error) => {
            let what = if error.is_data() { "it is something else" } else { "it is not JSON" };
            diagnostics.push(not_geojson(shown, &format!("{what}: {error}")));
            None
        }
    }
}

fn not_geojson(shown: &str, reason: &str) -> Diagnostic {
    Diagnostic::new(&codes::NOT_GEOJSON,
        Place::File(shown.to_owned()),
        format!("{reason}, expected a GeoJSON `FeatureCollection`"),
    )
    .help("export the boundaries of the municipalities as GeoJSON; TopoJSON and shapefiles can't be read")
}

struct Reader<'a> {
    shown: &'a str,
    date: Date,
    register: &'a Register,
    errors: bool,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn error(&mut self, code: &'static Code, message: String, help: &str) {
        self.errors = true;
        let place = Place::File(self.shown.to_owned());
        self.diagnostics.push(Diagnostic::new(code, place, message).help(help));
    }

    fn boundaries(&mut self, json: Collection, property: Option<&str>) -> Option<Boundaries> {
        let features = json.features;
        let fits = json.kind.as_deref() == Some("FeatureCollection");
        let Some(features) = features.filter(|_| fits) else {
            self.errors = true;
            self.diagnostics.push(not_geojson(self.shown, "it has no `features`"));
            return None;
        };
        let has = |name: &str| features.iter().any(|feature| feature.property(name).is_some());
        let property = match property {
            Some(property) => Some(property).filter(|name| has(name)),
            None => CODE_PROPERTIES.into_iter().find(|name| has(name)),
        };
        let Some(property) = property else {
            self.error(
                &codes::NO_CODE_PROPERTY,
                "no area has a property with its CBS code".to_owned(),
                "name the property under `boundary_code`, such as `statcode`",
            );
            return None;
        };
        let mut areas: BTreeMap<MunicipalityCode, Vec<Ring>> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        let mut systems: BTreeMap<System, MunicipalityCode> = BTreeMap::new();
        for (index, feature) in features.iter().enumerate() {
            let Some(code) = self.code(feature, property, index + 1) else { continue };
            if !seen.insert(code) {
                self.error(
                    &codes::DUPLICATE_AREA,
                    format!("{code} stands twice"),
                    "keep one area per municipality; an area in parts is one `MultiPolygon`",
                );
                continue;
            }
            let Some(owner) = self.owner(code) else { continue };
            if let Some((rings, system)) = self.rings(&feature.geometry, code) {
                systems.entry(system).or_insert(code);
                areas.entry(owner).or_default().extend(rings);
            }
        }
        self.check_places(&areas, &systems);
        self.check_missing(&areas);
        Some(Boundaries { areas })
    }

    fn code(
        &mut self,
        feature: &Feature,
        property: &str,
        number: usize,
    ) -> Option<MunicipalityCode> {
        let value = feature.property(property);
        let text =
            value.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        let code = text.as_deref().and_then(MunicipalityCode::loose);
        if code.is_none() {
            let found = text.map_or_else(|| "nothing".to_owned(), |text| format!("`{text}`"));
            self.error(
                &codes::NO_AREA_CODE,
                format!(
                    "area {number} has {found} under `{property}`, expected a code such as `GM0193`"
                ),
                "give every area the CBS code of its municipality, or leave the area out",
            );
        }
        code
    }

    /// The municipality that an area belongs to on the day: itself, or its only successor.
    fn owner(&mut self, code: MunicipalityCode) -> Option<MunicipalityCode> {
        let register = self.register;
        let Some(found) = register.get(code) else {
            self.error(
                &codes::UNKNOWN_AREA,
                format!(
                    "{code} is no municipality from {} to {}",
                    Register::KNOWN_FROM.year,
                    register.known_to().year
                ),
                "correct the code, or leave the area out",
            );
            return None;
        };
        if found.valid_on(self.date) {
            return Some(code);
        }
        let day = self.date;
        let gone = found.valid_to.is_some_and(|last| last < self.date);
        let mut owner: &Municipality = found;
        while let ([next], true) = (&owner.successors[..], gone) {
            owner = register.get(*next).expect("successors are registered");
            if owner.valid_on(self.date) {
                let message = format!(
                    "{code} ({}) did not exist any more on {day}: drawn as part of {}",
                    found.name, owner.name
                );
                let place = Place::File(self.shown.to_owned());
                self.diagnostics.push(
                    Diagnostic::new(&codes::AREA_MERGED, place, message)
                        .help("use the boundaries of the year of the wave"),
                );
                return Some(owner.code);
            }
        }
        let when = if gone { "any more" } else { "yet" };
        self.error(
            &codes::AREA_OF_ANOTHER_YEAR,
            format!("{code} ({}) did not exist {when} on {day}", found.name),
            "use the boundaries of the year of the wave",
        );
        None
    }

    fn check_missing(&mut self, areas: &BTreeMap<MunicipalityCode, Vec<Ring>>) {
        let missing: Vec<_> = self
            .register
            .on(self.date)
            .filter(|municipality| !areas.contains_key(&municipality.code))
            .map(|municipality| format!("{} ({})", municipality.name, municipality.code))
            .collect();
        if missing.is_empty() {
            return;
        }
        let mut names = missing[..missing.len().min(NAMED)].join(", ");
        if missing.len() > NAMED {
            names.push_str(&format!(" and {} more", missing.len() - NAMED));
        }
        let day = self.date;
        self.error(&codes::MISSING_AREA,
            match missing.len() {
                1 => format!("no area for 1 municipality of {day}: {names}"),
                count => format!("no area for {count} municipalities of {day}: {names}"),
            },
            "use the boundaries of the year of the wave, or leave `boundaries` out: the map is then drawn with tiles",
        );
    }

    /// All areas are in one system, each near its municipality: a file that was put together
    /// from two others, or in which codes were exchanged, makes a map that looks right.
    fn check_places(
        &mut self,
        areas: &BTreeMap<MunicipalityCode, Vec<Ring>>,
        systems: &BTreeMap<System, MunicipalityCode>,
    ) {
        if let (Some(degrees), Some(metres)) =
            (systems.get(&System::Degrees), systems.get(&System::Metres))
        {
            self.error(
                &codes::MIXED_COORDINATES,
                format!("the area of {degrees} is in WGS84 and that of {metres} in RD coordinates"),
                "export all areas in the same system",
            );
            return;
        }
        let Some(system) = systems.keys().next() else { return };
        for (code, rings) in areas {
            let Some(owner) = self.register.get(*code) else { continue };
            let distance = distance(rings, system.plane_of(owner.lon, owner.lat));
            if distance > NEAR {
                self.error(
                    &codes::AREA_ELSEWHERE,
                    format!("the area of {code} lies {distance:.0} km from {}", owner.name),
                    "look whether codes were exchanged, or coordinates written in another order",
                );
            }
        }
    }

    /// The rings of an area, and the system that they are in.
    fn rings(&mut self, geometry: &Value, code: MunicipalityCode) -> Option<(Vec<Ring>, System)> {
        let lines = match Geometry::deserialize(geometry) {
            Ok(Geometry::Polygon(lines)) => lines,
            Ok(Geometry::MultiPolygon(parts)) => parts.into_iter().flatten().collect(),
            Err(_) => Vec::new(),
        };
        let rings = lines.iter().map(|line| ring(line)).collect::<Option<Vec<_>>>();
        let rings = rings.unwrap_or_default();
        let first = lines.first().and_then(|line| line.first()).and_then(|point| system(point));
        if rings.is_empty() {
            self.error(&codes::UNFIT_AREA,
                format!("the area of {code} is no `Polygon` or `MultiPolygon` with places in the Netherlands"),
                "export areas (not points or lines) in WGS84 or RD coordinates",
            );
            return None;
        }
        if rings.iter().map(surface).sum::<f64>() < NO_SURFACE {
            self.error(
                &codes::UNFIT_AREA,
                format!("the area of {code} has no surface: it is a point or a line"),
                "export the boundaries again; perhaps they were simplified too far",
            );
            return None;
        }
        first.map(|system| (rings, system))
    }
}

/// How coordinates are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum System {
    /// WGS84.
    Degrees,
    /// RD.
    Metres,
}

impl System {
    /// A place by its longitude and latitude on the plane of this system; in RD to within a
    /// kilometre.
    fn plane_of(self, lon: f64, lat: f64) -> (f64, f64) {
        match self {
            Self::Degrees => (lon * DEGREE * COSINE, -lat * DEGREE),
            Self::Metres => {
                let (east, north) = AMERSFOORT;
                let width = DEGREE * lat.to_radians().cos();
                (155.0 + (lon - east) * width, -463.0 - (lat - north) * DEGREE)
            }
        }
    }
}

/// Longitude and latitude of the middle of the RD system.
const AMERSFOORT: (f64, f64) = (5.3872, 52.1552);

/// Kilometres from a place to the rectangle around some rings.
fn distance(rings: &[Ring], (x, y): (f64, f64)) -> f64 {
    let all = || rings.iter().flatten();
    let outside = |value: f64, low: f64, high: f64| (low - value).max(value - high).max(0.0);
    let span = |of: fn(&(f64, f64)) -> f64| {
        let low = all().map(of).fold(f64::INFINITY, f64::min);
        (low, all().map(of).fold(f64::NEG_INFINITY, f64::max))
    };
    let (left, right) = span(|point| point.0);
    let (top, bottom) = span(|point| point.1);
    outside(x, left, right).hypot(outside(y, top, bottom))
}

/// Square kilometres inside a ring.
fn surface(ring: &Ring) -> f64 {
    let next = ring.iter().cycle().skip(1);
    let twice: f64 = ring.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum();
    twice.abs() / 2.0
}

/// The points of a ring on the plane; `None` when one lies outside the Netherlands.
fn ring(points: &[Vec<f64>]) -> Option<Ring> {
    (points.len() >= 3).then_some(())?;
    points.iter().map(|point| plane(*point.first()?, *point.get(1)?)).collect()
}

/// WGS84 or RD, told apart by their ranges.
fn system(point: &[f64]) -> Option<System> {
    let (x, y) = (*point.first()?, *point.get(1)?);
    if (2.5..8.0).contains(&x) && (50.0..54.5).contains(&y) {
        Some(System::Degrees)
    } else if (-10_000.0..310_000.0).contains(&x) && (290_000.0..640_000.0).contains(&y) {
        Some(System::Metres)
    } else {
        None
    }
}

/// A point to kilometres east and south.
fn plane(x: f64, y: f64) -> Option<(f64, f64)> {
    match system(&[x, y])? {
        System::Degrees => Some((x * DEGREE * COSINE, -y * DEGREE)),
        System::Metres => Some((x / 1000.0, -y / 1000.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_systems_are_told_apart_and_agree() {
        // Amersfoort, the middle of the RD system; Zwolle.
        let between = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).hypot(a.1 - b.1);
        let rd =
            between(plane(155_000.0, 463_000.0).unwrap(), plane(202_700.0, 503_000.0).unwrap());
        let wgs = between(plane(5.3872, 52.1552).unwrap(), plane(6.0910, 52.5127).unwrap());
        assert!((rd - wgs).abs() < 1.0, "{rd} {wgs}");
        assert_eq!(plane(52.1, 5.4), None);
        assert_eq!(plane(600_000.0, 6_800_000.0), None);
    }
}
