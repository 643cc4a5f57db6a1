//! All codes of findings about a boundary file.

use crate::diagnostics::codes;

codes! {
    BOUNDARIES_NOT_READ: error "boundaries-not-read" {
        text: "the boundary file can't be opened",
    }
    NOT_GEOJSON: error "not-geojson" {
        text: "the boundary file is no GeoJSON",
    }
    NO_CODE_PROPERTY: error "no-code-property" {
        text: "no area says which municipality it is",
    }
    NO_AREA_CODE: error "no-area-code" {
        text: "an area without a CBS code",
    }
    UNKNOWN_AREA: error "unknown-area" {
        text: "an area of a municipality that never existed",
    }
    AREA_OF_ANOTHER_YEAR: error "area-of-another-year" {
        text: "an area of a municipality that did not exist on the day of the wave",
    }
    AREA_MERGED: warning "area-merged" {
        text: "an area of a former municipality is drawn as part of its successor",
    }
    DUPLICATE_AREA: error "duplicate-area" {
        text: "two areas of one municipality",
    }
    MISSING_AREA: error "missing-area" {
        text: "a municipality without an area",
    }
    UNFIT_AREA: error "unfit-area" {
        text: "an area that can't be drawn",
    }
}
