//! Figures to drawings, on any plotters backend: the web gets plotters' own SVG, the PDF
//! gets native Typst from `templates`. Nothing here reads, writes or knows Typst.
//!
//! One unit is a tenth of a point. Every label is measured and wrapped before anything is
//! drawn, so the height of a chart is known beforehand and no two texts can overlap.
//!
//! ```
//! use gemeentespiegel::charts::{AltText, Bar, Chart, Extent, HouseStyle, Segment, draw};
//! use gemeentespiegel::disclosure::Share;
//! use plotters::prelude::*;
//!
//! let ja = Segment::new("ja", Extent::open(Share::of(153, 172).unwrap()));
//! let nee = Segment::new("nee", Extent::open(Share::of(19, 172).unwrap()));
//! let alt = AltText::new("Bijna iedereen doet mee.", "Nederland: ja 89%, nee 11%.").unwrap();
//! let chart = Chart::answer_bars(alt, 4800, Some(0), vec![Bar::of("Nederland", vec![ja, nee])]);
//! let style = HouseStyle::default();
//! let mut svg = String::new();
//! let size = (chart.width(), chart.height(&style));
//! let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
//! draw(&chart, &style, &area).unwrap();
//! drop(area);
//! assert!(svg.contains("ja 89%"));
//! ```

mod bars;
mod extent;
mod layout;
mod map;
mod marks;
mod stacked;
mod style;

pub use crate::typeface::{Face, Typeface};
pub use bars::{Marker, OptionBar};
pub use extent::Extent;
pub use map::{MapArea, MapShape, MapState, MapTile};
pub use marks::{Square, YEAR_PITCH};
pub use stacked::{Bar, Segment};
pub use style::HouseStyle;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters_backend::DrawingBackend;

use crate::language::{Wording, wording};
use layout::Layout;

/// plotters' SVG backend writes `size / 1.24` as the font size; every backend and every
/// text of ours agrees on that factor.
pub const TEXT_SIZE_FACTOR: f64 = 1.24;

/// What a drawing says, for readers who don't see it: the finding, then the figures.
/// Every number in it knows its source.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AltText(Wording);

impl AltText {
    /// What the drawing shows in a sentence, and the figures that it is drawn from. `None`
    /// when one of the two is blank.
    #[must_use]
    pub fn new(finding: impl Into<Wording>, figures: impl Into<Wording>) -> Option<Self> {
        let (finding, figures) = (finding.into(), figures.into());
        let whole = !finding.is_blank() && !figures.is_blank();
        whole.then(|| Self(wording![finding, " ", figures]))
    }

    /// The text.
    #[must_use]
    pub const fn wording(&self) -> &Wording {
        &self.0
    }
}

/// A drawing to be made: what it shows, how wide it is, and what it says.
#[derive(Debug, Clone)]
pub struct Chart {
    alt: AltText,
    width: u32,
    body: Body,
}

#[derive(Debug, Clone)]
enum Body {
    Stacked(stacked::Stacked),
    Bars(bars::Bars),
    Map(map::Map),
    Marks(marks::Marks),
}

impl Chart {
    /// Answer bars of a factsheet: one 100% bar per group, the segment of the own answer
    /// (`own`: its index) dark. `width` in tenths of a point.
    #[must_use]
    pub fn answer_bars(alt: AltText, width: u32, own: Option<usize>, rows: Vec<Bar>) -> Self {
        let rows = rows.into_iter().map(|row| row.own(own)).collect();
        let body = stacked::Stacked { mode: stacked::Mode::Answer, rows };
        Self { alt, width, body: Body::Stacked(body) }
    }

    /// Items of a matrix on a factsheet: one 100% bar per item, the segment of the own
    /// answer (see [`Bar::own`]) dark. `width` in tenths of a point.
    #[must_use]
    pub const fn own_items(alt: AltText, width: u32, rows: Vec<Bar>) -> Self {
        let body = stacked::Stacked { mode: stacked::Mode::OwnItems, rows };
        Self { alt, width, body: Body::Stacked(body) }
    }

    /// Year rows of a report: one 100% bar with counts per year, newest first; panel rows
    /// (see [`Bar::panel`]) set apart below. `width` in tenths of a point.
    #[must_use]
    pub const fn year_rows(alt: AltText, width: u32, rows: Vec<Bar>) -> Self {
        let body = stacked::Stacked { mode: stacked::Mode::Years, rows };
        Self { alt, width, body: Body::Stacked(body) }
    }

    /// Matrix rows: one 100% bar with counts per item; all rows have the same columns.
    /// `width` in tenths of a point.
    #[must_use]
    pub const fn matrix_rows(alt: AltText, width: u32, rows: Vec<Bar>) -> Self {
        let body = stacked::Stacked { mode: stacked::Mode::Matrix, rows };
        Self { alt, width, body: Body::Stacked(body) }
    }

    /// Bars from 0 to 100, one per option: own ticks, ranking with a previous year.
    /// `width` in tenths of a point.
    #[must_use]
    pub const fn option_bars(alt: AltText, width: u32, rows: Vec<OptionBar>) -> Self {
        Self { alt, width, body: Body::Bars(bars::Bars::options(rows)) }
    }

    /// Response per province: those who answered, of those who were invited. `width` in
    /// tenths of a point.
    #[must_use]
    pub fn response_bars(alt: AltText, width: u32, rows: Vec<(String, Extent)>) -> Self {
        let rows = rows.into_iter().map(|(name, extent)| OptionBar::new(name, extent)).collect();
        Self { alt, width, body: Body::Bars(bars::Bars::response(rows)) }
    }

    /// One square per year: whether a municipality did what a question asks about.
    #[must_use]
    pub fn years(alt: AltText, squares: Vec<Square>) -> Self {
        Self::marks(alt, marks::Marks::Years(squares), 0)
    }

    /// The bar of one share in a frame from 0 to 100%, dark where it is the own answer; an
    /// empty frame where the share is no exact number. `width` in tenths of a point.
    #[must_use]
    pub fn share_bar(alt: AltText, width: u32, share: Option<Extent>, own: bool) -> Self {
        Self::marks(alt, marks::Marks::Share { share, own }, width)
    }

    /// A dot on a scale from 0 to 100%; the scale alone where the share is no exact number.
    /// `width` and `height` in tenths of a point.
    #[must_use]
    pub fn dot(alt: AltText, width: u32, height: u32, share: Option<Extent>) -> Self {
        Self::marks(alt, marks::Marks::Dot { share, height }, width)
    }

    /// How many of every ten: ten squares, the first of them full.
    #[must_use]
    pub fn ten(alt: AltText, count: u32) -> Self {
        Self::marks(alt, marks::Marks::Ten(count), 0)
    }

    fn marks(alt: AltText, marks: marks::Marks, width: u32) -> Self {
        let width = marks.width().unwrap_or(width);
        Self { alt, width, body: Body::Marks(marks) }
    }

    /// The map of the response, with the words of its key and the names of the provinces, by the
    /// number of their tiles or areas. `width` in tenths of a point.
    #[must_use]
    pub const fn response_map(
        alt: AltText,
        width: u32,
        shape: MapShape,
        key: Vec<(MapState, String)>,
        names: Vec<(u8, String)>,
    ) -> Self {
        Self { alt, width, body: Body::Map(map::Map { shape, key, names }) }
    }

    /// The key of the map alone, for a place beside it. `width` in tenths of a point.
    #[must_use]
    pub const fn map_key(alt: AltText, width: u32, key: Vec<(MapState, String)>) -> Self {
        Self::response_map(alt, width, MapShape::Tiles(Vec::new()), key, Vec::new())
    }

    /// What the drawing says.
    #[must_use]
    pub const fn alt(&self) -> &AltText {
        &self.alt
    }

    /// Width in tenths of a point.
    #[must_use]
    pub const fn width(&self) -> u32 {
        self.width
    }

    /// Height in tenths of a point, known before drawing.
    #[must_use]
    pub fn height(&self, style: &HouseStyle) -> u32 {
        self.layout(style).height
    }

    fn layout(&self, style: &HouseStyle) -> Layout {
        match &self.body {
            Body::Stacked(stacked) => stacked.layout(style, self.width),
            Body::Bars(bars) => bars.layout(style, self.width),
            Body::Map(map) => map.layout(style, self.width),
            Body::Marks(marks) => marks.layout(style, self.width),
        }
    }
}

/// Draws a chart at the upper left corner of an area of at least its size, in tenths of a
/// point.
///
/// # Errors
///
/// Those of the backend; the backends of this program have none.
pub fn draw<DB: DrawingBackend>(
    chart: &Chart,
    style: &HouseStyle,
    area: &DrawingArea<DB, Shift>,
) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
    chart.layout(style).draw(style, area)
}

#[cfg(test)]
mod tests;
