//! All codes of findings about a boundary file.

use crate::diagnostics::codes;

codes! {
    BOUNDARIES_NOT_READ: error "boundaries-not-read" {
        text: "the boundary file can't be opened",
        meaning: "
            The map is drawn with areas from the file that `boundaries` names. That file isn't
            there, may not be read, or is larger than 64 MB.
        ",
        example: Situation,
        wrong: "
            boundaries: kaart/grenzen.geojson       (200 MB: every corner of every field)
        ",
        right: "
            boundaries: kaart/grenzen-klein.geojson (2 MB: simplified, as for a small map)
        ",
        help: "Correct the path, or export the boundaries in simplified form.",
    }
    NOT_GEOJSON: error "not-geojson" {
        text: "the boundary file is no GeoJSON",
        meaning: "
            Boundaries are read from GeoJSON: a `FeatureCollection` with one area per
            municipality. TopoJSON, shapefiles and geopackages are other forms.
        ",
        example: Boundaries,
        wrong: r#"
            { "type": "Topology", "objects": {} }
        "#,
        right: r#"
            { "type": "FeatureCollection", "features": [] }
        "#,
        help: "Export the boundaries as GeoJSON, for example with QGIS or from PDOK.",
    }
    NO_CODE_PROPERTY: error "no-code-property" {
        text: "no area says which municipality it is",
        meaning: "
            Each area needs a property with the CBS code of its municipality. The usual names of
            that property are tried; none of them is there.
        ",
        example: Boundaries,
        wrong: r#"
            { "type": "FeatureCollection", "features": [
              { "type": "Feature", "properties": { "naam": "Zwolle" }, "geometry": null } ] }
        "#,
        right: r#"
            { "type": "FeatureCollection", "features": [
              { "type": "Feature", "properties": { "statcode": "GM0193" }, "geometry": null } ] }
        "#,
        help: "Name the property with the code under `boundary_code` in the project file.",
    }
    NO_AREA_CODE: error "no-area-code" {
        text: "an area without a CBS code",
        meaning: "
            Where the code of the municipality should be there is something else, so nobody knows
            whose area it is.
        ",
        example: Boundaries,
        wrong: r#"
            { "type": "FeatureCollection", "features": [
              { "type": "Feature", "properties": { "statcode": "Zwolle" }, "geometry": null } ] }
        "#,
        right: r#"
            { "type": "FeatureCollection", "features": [
              { "type": "Feature", "properties": { "statcode": "GM0193" }, "geometry": null } ] }
        "#,
        help: "Give every area the CBS code of its municipality, or leave the area out.",
    }
    UNKNOWN_AREA: error "unknown-area" {
        text: "an area of a municipality that never existed",
        meaning: "
            The code has the right form, but no municipality had it from 2019 on.
        ",
        example: Boundaries,
        wrong: r#"
            { "type": "FeatureCollection", "features": [
              { "type": "Feature", "properties": { "statcode": "GM9193" }, "geometry": null } ] }
        "#,
        right: r#"
            { "type": "FeatureCollection", "features": [
              { "type": "Feature", "properties": { "statcode": "GM0193" }, "geometry": null } ] }
        "#,
        help: "Correct the code, or leave the area out.",
    }
    AREA_OF_ANOTHER_YEAR: error "area-of-another-year" {
        text: "an area of a municipality that did not exist on the day of the wave",
        meaning: "
            Municipalities merge nearly every year. These boundaries are of a year in which other
            municipalities existed than in the year of the wave. In the example the wave is that
            of 2021, and Voorne aan Zee (GM1992) exists since 2023.
        ",
        example: Boundaries,
        wrong: r#"
            { "type": "FeatureCollection", "features": [
              { "type": "Feature", "properties": { "statcode": "GM1992" }, "geometry": null } ] }
        "#,
        right: r#"
            { "type": "FeatureCollection", "features": [
              { "type": "Feature", "properties": { "statcode": "GM0501" }, "geometry": null } ] }
        "#,
        help: "Use the boundaries of the year of the wave.",
    }
    AREA_MERGED: warning "area-merged" {
        text: "an area of a former municipality is drawn as part of its successor",
        meaning: "
            The boundaries are of an earlier year than the wave. Where a municipality went into
            one other as a whole, its area is added to that one, so the map is right. Still,
            boundaries of the right year are safer. In the example the wave is that of 2021, when
            Appingedam (GM0003) was part of Eemsdelta (GM1979).
        ",
        example: Boundaries,
        wrong: r#"
            { "type": "FeatureCollection", "features": [
              { "type": "Feature", "properties": { "statcode": "GM0003" }, "geometry": null } ] }
        "#,
        right: r#"
            { "type": "FeatureCollection", "features": [
              { "type": "Feature", "properties": { "statcode": "GM1979" }, "geometry": null } ] }
        "#,
        help: "Use the boundaries of the year of the wave.",
    }
    DUPLICATE_AREA: error "duplicate-area" {
        text: "two areas of one municipality",
        meaning: "
            A municipality has one area. If it lies in parts, as with islands, these are one
            `MultiPolygon`.
        ",
        example: Boundaries,
        wrong: r#"
            { "type": "FeatureCollection", "features": [
              { "type": "Feature", "properties": { "statcode": "GM0193" }, "geometry": null },
              { "type": "Feature", "properties": { "statcode": "GM0193" }, "geometry": null } ] }
        "#,
        right: r#"
            { "type": "FeatureCollection", "features": [
              { "type": "Feature", "properties": { "statcode": "GM0193" }, "geometry": null } ] }
        "#,
        help: "Keep one area, or join the parts into one `MultiPolygon`.",
    }
    MISSING_AREA: error "missing-area" {
        text: "a municipality without an area",
        meaning: "
            Every municipality that existed on the day of the wave is drawn on the map. A hole in
            it would read as \"did not take part\".
        ",
        example: Situation,
        wrong: "
            A boundary file of 2021 for the wave of 2023, without Voorne aan Zee.
        ",
        right: "
            The boundary file of 2023.
        ",
        help: "
            Use the boundaries of the year of the wave, or leave `boundaries` out: the map is
            then drawn with a square for each municipality.
        ",
    }
    UNFIT_AREA: error "unfit-area" {
        text: "an area that can't be drawn",
        meaning: "
            An area is a `Polygon` or `MultiPolygon` with places in the Netherlands, in degrees
            (WGS84) or in metres (RD). This one is a point, a line or nothing, or lies elsewhere:
            perhaps length and breadth were exchanged.
        ",
        example: Boundaries,
        wrong: r#"
            { "type": "FeatureCollection", "features": [
              { "type": "Feature", "properties": { "statcode": "GM0193" }, "geometry":
                { "type": "Polygon", "coordinates": [[[52.5, 6.1], [52.5, 6.2], [52.6, 6.2]]] } } ] }
        "#,
        right: r#"
            { "type": "FeatureCollection", "features": [
              { "type": "Feature", "properties": { "statcode": "GM0193" }, "geometry":
                { "type": "Polygon", "coordinates": [[[6.1, 52.5], [6.2, 52.5], [6.2, 52.6]]] } } ] }
        "#,
        help: "Export areas (no points or lines), in WGS84 or RD coordinates.",
    }
    MIXED_COORDINATES: error "mixed-coordinates" {
        text: "areas of one boundary file in two systems of coordinates",
        meaning: "
            Some areas are in degrees (WGS84) and others in metres (RD). Drawn together, they
            would lie far apart.
        ",
        example: Situation,
        wrong: "
            Areas of two sources, put together in one file.
        ",
        right: "
            All areas of one source.
        ",
        help: "Export all areas in the same system.",
    }
    AREA_ELSEWHERE: error "area-elsewhere" {
        text: "an area that doesn't lie near its municipality",
        meaning: "
            The program knows of every municipality a place inside it. This area lies elsewhere:
            codes were exchanged, or all areas have the same coordinates. The map would show
            another municipality as having answered.
        ",
        example: Situation,
        wrong: "
            The area of Zwolle with the code of Maastricht.
        ",
        right: "
            The area of Zwolle with the code GM0193.
        ",
        help: "Look whether codes were exchanged, or coordinates written in another order.",
    }
}
