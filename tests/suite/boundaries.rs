//! Boundary files, good and bad, and the tiles that the map has without one.
//!
//! Small files stand in `fixtures/faults/boundaries`. Real boundaries are not part of the
//! product: with `SPIEGEL_GEO` set to a folder of `gemeenten_<year>.geojson` they are read too.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gemeentespiegel::boundaries::load;
use gemeentespiegel::calendar::Date;
use gemeentespiegel::charts::{
    AltText, Chart, Face, HouseStyle, MapArea, MapShape, MapState, MapTile, Typeface, draw,
};
use gemeentespiegel::diagnostics::{Diagnostics, Severity, Style, render};
use gemeentespiegel::register::{Municipality, Register};
use plotters::backend::SVGBackend;
use plotters::drawing::IntoDrawingArea;

use crate::skipped::skipped;
use crate::workspace::{Workspace, screen};

const AUTUMN: Date = Date { year: 2023, month: 10, day: 1 };

fn faults() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/faults/boundaries")
}

/// A square of a tenth of a degree for every municipality of a day, as GeoJSON.
fn squares(date: Date, property: &str, rd: bool) -> String {
    let features: Vec<_> = Register::builtin()
        .on(date)
        .map(|m| {
            let (x, y) = if rd {
                let east = 155_000.0 + (m.lon - 5.387) * 68_200.0;
                (east, 463_000.0 + (m.lat - 52.155) * 111_200.0)
            } else {
                (m.lon, m.lat)
            };
            let side = if rd { 5000.0 } else { 0.05 };
            format!(
                r#"{{"type":"Feature","properties":{{"{property}":"{}"}},"geometry":{{"type":"Polygon","coordinates":[[[{x},{y}],[{},{y}],[{},{}],[{x},{y}]]]}}}}"#,
                m.code, x + side, x + side, y + side,
            )
        })
        .collect();
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(",\n"))
}

fn codes(path: &Path, property: Option<&str>, date: Date) -> Vec<(Severity, &'static str)> {
    let mut diagnostics = Diagnostics::default();
    let read =
        load(path, "grenzen.geojson", property, (date, Register::builtin()), &mut diagnostics);
    let found: Vec<_> = diagnostics.sorted().iter().map(|d| (d.severity(), d.code.name)).collect();
    let errors = found.iter().any(|(severity, _)| *severity == Severity::Error);
    assert_eq!(read.is_none(), errors, "{found:?}");
    found
}

fn in_file(text: &str, check: impl FnOnce(&Path)) {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("grenzen.geojson");
    std::fs::write(&path, text).unwrap();
    check(&path);
}

#[test]
fn each_fault_is_found() {
    let expected = [
        ("not-json.geojson", "not-geojson"),
        ("topology.json", "not-geojson"),
        ("no-code.geojson", "no-code-property"),
        ("wrong-code.geojson", "no-area-code"),
        ("unknown-code.geojson", "unknown-area"),
        ("twice.geojson", "duplicate-area"),
        ("point.geojson", "unfit-area"),
        ("elsewhere.geojson", "unfit-area"),
        ("not-yet.geojson", "area-of-another-year"),
        ("missing.geojson", "boundaries-not-read"),
    ];
    for (file, code) in expected {
        let date = if file == "not-yet.geojson" { Date { year: 2020, ..AUTUMN } } else { AUTUMN };
        let found = codes(&faults().join(file), None, date);
        assert!(found.contains(&(Severity::Error, code)), "{file}: {found:?}");
    }
}

#[test]
fn areas_in_two_systems_at_one_place_or_elsewhere_are_refused() {
    let error = |code| (Severity::Error, code);
    let degrees = squares(AUTUMN, "statcode", false);
    let metres = squares(AUTUMN, "statcode", true);
    let of_zwolle = |text: &str| {
        text.lines().find(|line| line.contains("GM0193")).unwrap().trim_end_matches(',').to_owned()
    };
    let mixed = metres.replace(&of_zwolle(&metres), &of_zwolle(&degrees));
    in_file(&mixed, |path| assert_eq!(codes(path, None, AUTUMN), [error("mixed-coordinates")]));
    // The codes of two municipalities that lie far apart, exchanged.
    let exchanged = degrees.replace("GM0193", "GM_").replace("GM0935", "GM0193");
    in_file(&exchanged.replace("GM_", "GM0935"), |path| {
        assert_eq!(codes(path, None, AUTUMN), [error("area-elsewhere"); 2]);
    });
    let number = |text: &str| text.find("[[[").unwrap();
    let at_one_place: Vec<String> = degrees
        .lines()
        .map(|line| format!("{}[[[5.1,52.1],[5.1,52.1],[5.1,52.1]]]}}}}", &line[..number(line)]))
        .collect();
    in_file(&(at_one_place.join(",\n") + "]}"), |path| {
        let found = codes(path, None, AUTUMN);
        assert_eq!(found.iter().filter(|found| **found == error("unfit-area")).count(), 342);
    });
    let one_square: Vec<String> = degrees
        .lines()
        .map(|line| format!("{}[[[5.1,52.1],[5.2,52.1],[5.2,52.2]]]}}}}", &line[..number(line)]))
        .collect();
    in_file(&(one_square.join(",\n") + "]}"), |path| {
        let found = codes(path, None, AUTUMN);
        assert!(found.len() > 300 && found.iter().all(|found| *found == error("area-elsewhere")));
    });
}

#[test]
fn a_wrong_and_a_missing_code_are_told_with_names() {
    let mut diagnostics = Diagnostics::default();
    let text = squares(AUTUMN, "statcode", false).replace("GM0193", "GM9193");
    in_file(&text, |path| {
        assert!(
            load(
                path,
                "grenzen/2023.geojson",
                None,
                (AUTUMN, Register::builtin()),
                &mut diagnostics
            )
            .is_none()
        );
    });
    let messages = render(&diagnostics, Style::Short, false);
    assert!(messages.contains("GM9193 is no municipality from 2019 to 2024"), "{messages}");
    assert!(
        messages.contains("no area for 1 municipality of 2023-10-01: Zwolle (GM0193)"),
        "{messages}"
    );
}

#[test]
fn whole_files_are_read_in_both_systems_and_with_a_property_of_the_users_choice() {
    for (property, given, rd) in
        [("statcode", None, false), ("gm_code", None, true), ("kode", Some("kode"), false)]
    {
        in_file(&squares(AUTUMN, property, rd), |path| {
            assert_eq!(codes(path, given, AUTUMN), [], "{property}");
        });
    }
}

#[test]
fn areas_of_an_earlier_year_are_drawn_with_their_successor() {
    let winter = Date { year: 2022, month: 2, day: 1 };
    in_file(&squares(winter, "statcode", false), |path| {
        let found = codes(path, None, Date { year: 2022, month: 10, day: 1 });
        assert_eq!(found, [(Severity::Warning, "area-merged")]);
    });
}

#[test]
fn tiles_lie_near_their_true_places() {
    // The north-western corner of the table, the size of a tile and of a degree in kilometres,
    // on an equidistant grid at 52.2 degrees.
    const CORNER: (f64, f64) = (3.30, 53.56);
    const FIRST: (f64, f64) = (2.0, 2.0);
    const TILE: f64 = 10.0;
    const DEGREE: (f64, f64) = (111.2 * 0.6129, 111.2);
    let off: Vec<f64> = Register::builtin()
        .on(AUTUMN)
        .map(|m| {
            let tile = Register::builtin().tile(m.code, AUTUMN).unwrap();
            let x = (f64::from(tile.column) + FIRST.0 + 0.5) * TILE;
            let y = (f64::from(tile.row) + FIRST.1 + 0.5) * TILE;
            let (east, south) = ((m.lon - CORNER.0) * DEGREE.0, (CORNER.1 - m.lat) * DEGREE.1);
            (x - east).hypot(y - south)
        })
        .collect();
    let (sum, worst) = (off.iter().sum::<f64>(), off.iter().copied().fold(0.0, f64::max));
    assert!(sum < 11.0 * 342.0, "{sum} km together");
    assert!(worst < 31.0, "at most {worst} km");
}

fn state_of(index: usize) -> MapState {
    [MapState::Answered, MapState::Invited, MapState::Neither, MapState::Answered][index % 4]
}

/// Names of the provinces, by their number.
fn names() -> Vec<(u8, String)> {
    let register = Register::builtin();
    let province = |m: &Municipality| register.province(m.province);
    let all: BTreeMap<_, _> =
        register.on(AUTUMN).map(|m| (m.province.number(), province(m).name.to_owned())).collect();
    all.into_iter().collect()
}

/// A name of a province stands in the drawing, wholly inside it.
fn every_province_is_named(svg: &str) {
    for (_, name) in names() {
        let lines = svg.lines().collect::<Vec<_>>();
        let at = lines.iter().position(|line| line.trim() == name);
        let at = at.unwrap_or_else(|| panic!("{name} is not in the drawing"));
        let tag = lines[..at].iter().rfind(|line| line.contains("<text ")).unwrap();
        let x = tag.split("x=\"").nth(1).unwrap().split('"').next().unwrap();
        let width =
            Typeface::bundled().width(&name, Face::Regular, HouseStyle::default().small_size);
        assert!(x.parse::<u32>().unwrap() + width <= 2_720, "{name} at {x}");
    }
}

fn svg(shape: MapShape) -> String {
    let key = MapState::ALL.map(|state| (state, "woorden".to_owned())).to_vec();
    let chart = Chart::response_map(
        AltText::new("Kaart.", "1 gemeente.").unwrap(),
        2_720,
        shape,
        key,
        names(),
    );
    let style = HouseStyle::default();
    let mut svg = String::new();
    {
        let size = (chart.width(), chart.height(&style));
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        draw(&chart, &style, &area).unwrap();
        area.present().unwrap();
    }
    svg
}

/// Shapes filled with a colour.
fn filled(svg: &str, colour: &str) -> usize {
    svg.to_lowercase().matches(&format!("fill=\"{colour}\"")).count()
}

#[test]
fn every_state_has_as_many_shapes_as_municipalities() {
    let register = Register::builtin();
    let tiles: Vec<_> = register
        .on(AUTUMN)
        .enumerate()
        .map(|(index, m)| {
            let tile = register.tile(m.code, AUTUMN).unwrap();
            let (column, row) = (tile.column, tile.row);
            MapTile { column, row, province: m.province.number(), state: state_of(index) }
        })
        .collect();
    let areas = tiles.iter().map(|tile| {
        let (x, y) = (f64::from(tile.column), f64::from(tile.row));
        let ring = vec![(x, y), (x + 1.0, y), (x + 1.0, y + 1.0), (x, y + 1.0), (x, y)];
        MapArea { rings: vec![ring], province: tile.province, state: tile.state }
    });
    let areas = areas.collect();
    let style = HouseStyle::default();
    for shape in [MapShape::Tiles(tiles.clone()), MapShape::Areas(areas)] {
        let svg = svg(shape);
        every_province_is_named(&svg);
        for (state, colour) in [
            (MapState::Answered, style.colours.own.hex()),
            (MapState::Invited, style.colours.tint.hex()),
        ] {
            let count = tiles.iter().filter(|tile| tile.state == state).count();
            // One more in the key.
            assert_eq!(filled(&svg, &colour), count + 1, "{state:?}");
        }
    }
}

#[test]
fn a_project_may_bring_boundaries_and_hears_what_is_wrong_with_them() {
    let workspace = Workspace::of("een-tegen-eenzaamheid");
    let with = |text: String| {
        text.replace(
            "    invited: uitgenodigd/2023.csv\n",
            "    invited: uitgenodigd/2023.csv\n    boundaries: grenzen.geojson\n",
        )
    };
    workspace.edit("project.yaml", with);
    let output = workspace.spiegel(&["check", "fixtures/project"]);
    assert!(screen(&output).contains("error[missing-path]"), "{}", screen(&output));
    let file = workspace.project().join("grenzen.geojson");
    std::fs::write(&file, squares(AUTUMN, "statcode", false).replace("GM0193", "GM0194")).unwrap();
    let output = workspace.spiegel(&["check", "fixtures/project"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(screen(&output).contains("error[missing-area]"), "{}", screen(&output));
    std::fs::write(&file, squares(AUTUMN, "statcode", false)).unwrap();
    let output = workspace.spiegel(&["check", "fixtures/project"]);
    assert_eq!(output.status.code(), Some(0), "{}", screen(&output));
}

#[test]
fn real_boundaries_are_read_and_drawn_small() {
    let Some(folder) = std::env::var_os("SPIEGEL_GEO").map(PathBuf::from) else {
        let why = "SPIEGEL_GEO names no folder with gemeenten_2020.geojson and so on";
        return skipped("real boundaries of four years", why);
    };
    let register = Register::builtin();
    for year in [2020, 2021, 2022, 2023] {
        let date = Date { year, ..AUTUMN };
        let path = folder.join(format!("gemeenten_{year}.geojson"));
        let mut diagnostics = Diagnostics::default();
        let read =
            load(&path, "grenzen.geojson", None, (date, Register::builtin()), &mut diagnostics);
        let areas =
            read.unwrap_or_else(|| panic!("{}", render(&diagnostics, Style::Short, false))).areas;
        let shapes: Vec<_> = register
            .on(date)
            .enumerate()
            .map(|(index, m)| MapArea {
                rings: areas[&m.code].clone(),
                province: m.province.number(),
                state: state_of(index),
            })
            .collect();
        let count = shapes.iter().filter(|area| area.state == MapState::Answered).count();
        let svg = svg(MapShape::Areas(shapes));
        every_province_is_named(&svg);
        // An area in parts has a shape for each.
        assert!(filled(&svg, &HouseStyle::default().colours.own.hex()) > count, "{year}");
        assert!(svg.len() < 1_000_000, "{year}: {} bytes", svg.len());
    }
}
