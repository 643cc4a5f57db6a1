//! Measures that both the pages and the program must know, each written once: here.
//!
//! `stijl.typ` imports them as the module `/maten.typ`. The program needs them to draw as wide
//! as the text, to give tables their widths and heights (finding those by itself, Typst would
//! lay out each cell thrice), and to judge pages.

/// White edges of a page in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Margins {
    /// Above the text.
    pub top: f64,
    /// Below the text.
    pub bottom: f64,
    /// Left of the text.
    pub left: f64,
    /// Right of the text.
    pub right: f64,
}

/// One millimetre in points.
const MM: f64 = 72.0 / 25.4;

impl Margins {
    /// The edges of the national report.
    pub const REPORT: Self = Self::of(24.0, 22.0, 27.0, 27.0);
    /// The edges of a factsheet.
    pub const FACTSHEET: Self = Self::of(14.0, 19.0, 17.0, 16.0);
    /// The edges of a summary for the council: one sheet, printed on both sides and punched.
    /// The holes are left on the front and right on the back: both edges have room for them.
    pub const SUMMARY: Self = Self::of(15.0, 20.0, 21.0, 21.0);

    /// Edges in millimetres.
    const fn of(top: f64, bottom: f64, left: f64, right: f64) -> Self {
        Self { top: top * MM, bottom: bottom * MM, left: left * MM, right: right * MM }
    }
}

/// Measures of the tables of a report, in tenths of a point.
pub mod table {
    /// Width of the report's text: that of a sheet (210 mm) without its edges.
    pub const WIDTH: u32 = 4422;
    /// Size of the text.
    pub const TEXT: u32 = 85;
    /// White left of a cell, but for the first.
    pub const LEFT: u32 = 90;
    /// White right of a cell.
    pub const RIGHT: u32 = 20;
    /// White above and below the text of a cell.
    pub const ABOVE: u32 = 36;
    /// White between two lines of a cell.
    pub const LEADING: u32 = 45;
}

/// The module `/maten.typ`.
pub(super) fn module() -> String {
    let edges = |Margins { top, bottom, left, right }: Margins| {
        format!("(left: {left}pt, right: {right}pt, top: {top}pt, bottom: {bottom}pt)")
    };
    let points = |tenths: u32| f64::from(tenths) / 10.0;
    format!(
        "#let marges = (\n  rapport: {},\n  factsheet: {},\n  raadssamenvatting: {},\n)\n\
         #let tabelmaten = (tekst: {}pt, links: {}pt, rechts: {}pt, boven: {}pt, regelwit: {}pt)\n",
        edges(Margins::REPORT),
        edges(Margins::FACTSHEET),
        edges(Margins::SUMMARY),
        points(table::TEXT),
        points(table::LEFT),
        points(table::RIGHT),
        points(table::ABOVE),
        points(table::LEADING),
    )
}
