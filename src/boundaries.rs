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
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Place};
use crate::register::{Municipality, MunicipalityCode, Register};

/// Names of the property that holds the CBS code, as common files have them.
const CODE_PROPERTIES: [&str; 6] =
    ["statcode", "gm_code", "GM_CODE", "gemeentecode", "gemcode", "code"];
/// Far above any file that suits a small map, far below what would fill the memory.
const LARGEST_FILE: u64 = 64 * 1024 * 1024;
/// Kilometres of one degree of latitude, and the cosine of 52.2 degrees.
const DEGREE: f64 = 111.2;
const COSINE: f64 = 0.6129;
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

/// Reads a boundary file for the municipalities that existed on `date`. `property` names the
/// property with the CBS code; without it the common names are tried.
///
/// `None` when something is wrong; findings say what.
pub fn load(
    path: &Path,
    shown: &str,
    property: Option<&str>,
    date: Date,
    diagnostics: &mut Diagnostics,
) -> Option<Boundaries> {
    let bytes = match std::fs::metadata(path) {
        Ok(found) if found.len() > LARGEST_FILE => Err("it is larger than 64 MB".to_owned()),
        Ok(_) => std::fs::read(path).map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
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
            let mut reader = Reader { shown, date, errors: false, diagnostics };
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
            if let Some(rings) = self.rings(&feature.geometry, code) {
                areas.entry(owner).or_default().extend(rings);
            }
        }
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
        let register = Register::builtin();
        let Some(found) = register.get(code) else {
            self.error(
                &codes::UNKNOWN_AREA,
                format!("{code} is no municipality from 2019 to 2024"),
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
        let missing: Vec<_> = Register::builtin()
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

    fn rings(&mut self, geometry: &Value, code: MunicipalityCode) -> Option<Vec<Ring>> {
        let lines = match Geometry::deserialize(geometry) {
            Ok(Geometry::Polygon(lines)) => lines,
            Ok(Geometry::MultiPolygon(parts)) => parts.into_iter().flatten().collect(),
            Err(_) => Vec::new(),
        };
        let rings = lines.iter().map(|line| ring(line)).collect::<Option<Vec<_>>>();
        let rings = rings.filter(|rings| !rings.is_empty());
        if rings.is_none() {
            self.error(&codes::UNFIT_AREA,
                format!("the area of {code} is no `Polygon` or `MultiPolygon` with places in the Netherlands"),
                "export areas (not points or lines) in WGS84 or RD coordinates",
            );
        }
        rings
    }
}

/// The points of a ring on the plane; `None` when one lies outside the Netherlands.
fn ring(points: &[Vec<f64>]) -> Option<Ring> {
    (points.len() >= 3).then_some(())?;
    points.iter().map(|point| plane(*point.first()?, *point.get(1)?)).collect()
}

/// WGS84 or RD, told apart by their ranges, to kilometres east and south.
fn plane(x: f64, y: f64) -> Option<(f64, f64)> {
    if (2.5..8.0).contains(&x) && (50.0..54.5).contains(&y) {
        Some((x * DEGREE * COSINE, -y * DEGREE))
    } else if (-10_000.0..310_000.0).contains(&x) && (290_000.0..640_000.0).contains(&y) {
        Some((x / 1000.0, -y / 1000.0))
    } else {
        None
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
