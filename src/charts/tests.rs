//! Every chart is drawn on a recording backend, and its texts are measured: none outside,
//! none on another.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

use plotters::backend::SVGBackend;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
};
use proptest::prelude::*;

use super::*;
use crate::disclosure::{FigureView, Share};

/// Width of a bar column of a factsheet and of the text of a report, in tenths of a point.
const WIDTHS: [u32; 3] = [3000, 4420, 4900];

#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) text: String,
    /// Left, top, right, bottom.
    pub(crate) area: [i64; 4],
}

/// Remembers texts with their boxes, and the extremes of all shapes.
#[derive(Debug, Default)]
struct Recorder {
    size: (u32, u32),
    texts: Vec<Seen>,
    points: Vec<BackendCoord>,
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Recorder {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Drawn {
        panic!("charts draw no pixels");
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        _: &S,
        _: bool,
    ) -> Drawn {
        self.points.extend([from, to]);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        _: &S,
    ) -> Drawn {
        self.points.extend(path);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        _: &S,
    ) -> Drawn {
        self.points.extend(path);
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Drawn {
        let face = match style.style() {
            FontStyle::Bold => Face::Bold,
            FontStyle::Italic | FontStyle::Oblique => Face::Italic,
            FontStyle::Normal => Face::Regular,
        };
        let size = (style.size() / TEXT_SIZE_FACTOR).round() as i64;
        assert!(size >= 80, "text below 8 points: {text}");
        let width = i64::from(Typeface::bundled().width(text, face, u32::try_from(size).unwrap()));
        let left = match style.anchor().h_pos {
            HPos::Left => i64::from(x),
            HPos::Right => i64::from(x) - width,
            HPos::Center => i64::from(x) - width / 2,
        };
        // From the top of the capitals to the depth of the descenders.
        let (top, bottom) = (i64::from(y) + size * 60 / 1000, i64::from(y) + size * 950 / 1000);
        self.texts.push(Seen { text: text.to_owned(), area: [left, top, left + width, bottom] });
        Ok(())
    }
}

fn record(chart: &Chart, style: &HouseStyle) -> Recorder {
    let size = (chart.width(), chart.height(style));
    let recorder = Rc::new(RefCell::new(Recorder { size, ..Recorder::default() }));
    draw(chart, style, &DrawingArea::from(&recorder)).unwrap();
    recorder.replace(Recorder::default())
}

/// Asserts that nothing lies outside and no two texts touch; gives the texts.
fn check(chart: &Chart, style: &HouseStyle) -> Vec<String> {
    let seen = record(chart, style);
    let (width, height) = (i64::from(seen.size.0), i64::from(seen.size.1));
    for text in &seen.texts {
        let [left, top, right, bottom] = text.area;
        let inside = left >= 0 && top >= 0 && right <= width && bottom <= height;
        assert!(inside, "outside {width} x {height}: {text:?}");
    }
    for (index, one) in seen.texts.iter().enumerate() {
        for other in &seen.texts[index + 1..] {
            let (a, b) = (one.area, other.area);
            let apart = a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
            assert!(apart, "on top of each other: {one:?} {other:?}");
        }
    }
    for (x, y) in seen.points {
        let inside =
            (0..=width + 6).contains(&i64::from(x)) && (0..=height).contains(&i64::from(y));
        assert!(inside, "shape outside {width} x {height}: {x}, {y}");
    }
    let texts: Vec<_> = seen.texts.into_iter().map(|seen| seen.text).collect();
    assert_eq!(svg_texts(chart, style), texts.len());
    texts
}

fn svg_texts(chart: &Chart, style: &HouseStyle) -> usize {
    let mut svg = String::new();
    {
        let size = (chart.width(), chart.height(style));
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        draw(chart, style, &area).unwrap();
        area.present().unwrap();
    }
    svg.matches("<text").count()
}

fn alt() -> AltText {
    AltText::new("Een bevinding.", "De getallen.").unwrap()
}

fn exact(count: u32, base: u32) -> Extent {
    Extent::open(Share::of(count, base).unwrap())
}

fn range(low: u32, high: u32, base: u32) -> Extent {
    Extent::of_view(FigureView::Range { low, high, base })
}

fn bar(label: &str, base: u32, counts: &[(&str, u32)]) -> Bar {
    let segments = counts.iter().map(|(name, n)| Segment::new(*name, exact(*n, base)));
    Bar::of(label, segments.collect())
}

#[test]
fn a_description_has_a_finding_and_figures() {
    assert!(AltText::new("", "ja 89%.").is_none());
    assert!(AltText::new("De meeste doen mee.", " \n").is_none());
    let alt = AltText::new("De meeste doen mee.", "ja 89%.").unwrap();
    assert_eq!(alt.wording().to_string(), "De meeste doen mee. ja 89%.");
}

#[test]
fn large_groups_show_percents_and_small_groups_counts() {
    let rows = vec![
        bar("Nederland", 172, &[("ja", 153), ("nee", 19)]),
        bar("Overijssel", 17, &[("ja", 14), ("nee", 3)]),
    ];
    let chart = Chart::answer_bars(alt(), 3000, Some(0), rows);
    let texts = check(&chart, &HouseStyle::default());
    assert!(!texts.iter().any(|t| t.contains("nee:")), "after ja comes nee: {texts:?}");
    for text in ["Nederland", "ja 89%", "11%", "n = 172", "Overijssel", "ja 14", "nee 3"] {
        assert!(texts.iter().any(|t| t == text), "{text}: {texts:?}");
    }
}

#[test]
fn a_segment_too_small_for_its_name_is_named_under_the_bars() {
    let counts =
        [("gemeenteraad", 31), ("wethouder", 64), ("plan B en W", 75), ("geen van deze", 4)];
    let chart = Chart::answer_bars(alt(), 3000, Some(1), vec![bar("Nederland", 174, &counts)]);
    let texts = check(&chart, &HouseStyle::default());
    assert!(texts.contains(&"18%".to_owned()), "{texts:?}");
    assert!(texts.contains(&"gemeenteraad: 18%".to_owned()), "{texts:?}");
    assert!(texts.contains(&"geen van deze: 2%".to_owned()), "{texts:?}");
}

#[test]
fn a_count_too_small_for_its_segment_stands_beside_the_bar() {
    let counts = [("ja", 170), ("nee", 3), ("weet niet", 1)];
    let chart = Chart::matrix_rows(alt(), 4420, vec![bar("Toolkit", 174, &counts)]);
    let texts = check(&chart, &HouseStyle::default());
    for text in ["ja", "nee", "weet niet", "170", "3", "1", "n = 174"] {
        assert!(texts.iter().any(|t| t == text), "{text}: {texts:?}");
    }
}

#[test]
fn a_withheld_group_gets_a_sentence_of_the_height_of_a_bar() {
    let style = HouseStyle::default();
    let shown = vec![bar("Nederland", 172, &[("ja", 153), ("nee", 19)]); 2];
    let hidden = vec![shown[0].clone(), Bar::instead("Overijssel", "te weinig gemeenten")];
    let heights = [shown, hidden].map(|rows| {
        let chart = Chart::answer_bars(alt(), 3000, Some(0), rows);
        check(&chart, &style);
        chart.height(&style)
    });
    assert_eq!(heights[0], heights[1]);
}

#[test]
fn a_range_is_only_as_long_as_what_is_released() {
    // 14 t/m 17 and 0 t/m 3 of 17: whatever the counts were, this is the same drawing.
    let segments =
        vec![Segment::new("ja", range(14, 17, 17)), Segment::new("nee", range(0, 3, 17))];
    let row = Bar::of("Overijssel", segments);
    let chart = Chart::answer_bars(alt(), 3000, Some(0), vec![row]);
    let texts = check(&chart, &HouseStyle::default());
    assert!(texts.contains(&"ja 14 t/m 17".to_owned()), "{texts:?}");
    assert!(texts.iter().any(|t| t.contains("0 t/m 3")), "{texts:?}");
}

#[test]
fn every_row_keeps_the_order_of_the_options() {
    // The names of the segments from left to right, a certain stretch and its range as one.
    let order = |row: &Bar, own| {
        let chart = Chart::answer_bars(alt(), 3000, own, vec![row.clone()]);
        let Body::Stacked(stacked) = &chart.body else { panic!("answer bars are stacked") };
        let mut options = stacked.drawn_options(&HouseStyle::default(), 3000);
        options.dedup();
        options
    };
    let names = ["ja", "ten dele", "nee", "weet niet"];
    let row = |extents: [Extent; 4]| {
        Bar::of("Zeeland", names.iter().zip(extents).map(|(n, e)| Segment::new(*n, e)).collect())
    };
    let exact = row([exact(3, 7), exact(2, 7), exact(1, 7), exact(1, 7)]);
    let ranges = row([range(0, 2, 7), range(5, 7, 7), range(0, 2, 7), range(0, 2, 7)]);
    for own in [None, Some(0), Some(2)] {
        assert_eq!(order(&exact, own), [0, 1, 2, 3]);
        assert_eq!(order(&ranges, own), [0, 1, 2, 3]);
    }
    let chart = Chart::answer_bars(alt(), 3000, Some(2), vec![exact, ranges]);
    let texts = check(&chart, &HouseStyle::default()).join(" ");
    for place in ["vak", "links", "midden", "rechts"] {
        assert!(!texts.contains(place), "a key names options, not places: {texts}");
    }
}

#[test]
fn year_rows_name_the_options_once() {
    let rows = vec![
        bar("2023", 172, &[("ja", 153), ("nee", 19)]),
        bar("2022", 161, &[("ja", 145), ("nee", 16)]),
        bar("2023*", 118, &[("ja", 107), ("nee", 11)]).panel(),
        bar("2022*", 118, &[("ja", 106), ("nee", 12)]).panel(),
    ];
    let texts = check(&Chart::year_rows(alt(), 4420, rows), &HouseStyle::default());
    assert!(texts.contains(&"ja 153".to_owned()) && texts.contains(&"145".to_owned()));
    assert!(texts.contains(&"89%".to_owned()), "{texts:?}");
}

#[test]
fn all_withheld_and_empty_charts_are_drawn() {
    let style = HouseStyle::default();
    for rows in [vec![], vec![Bar::instead("Overijssel", "te weinig gemeenten")]] {
        for width in WIDTHS {
            check(&Chart::answer_bars(alt(), width, None, rows.clone()), &style);
            check(&Chart::year_rows(alt(), width, rows.clone()), &style);
            check(&Chart::matrix_rows(alt(), width, rows.clone()), &style);
        }
    }
    check(&Chart::option_bars(alt(), 4900, vec![]), &style);
}

const LONG: &str = "Mensen met een lage sociaal-economische status (SES)";

#[test]
fn the_longest_labels_fit_in_all_widths() {
    for style in [HouseStyle::default(), HouseStyle::black_and_white()] {
        for width in WIDTHS {
            let counts = [(LONG, 1), ("'s-Hertogenbosch en omstreken", 100), (LONG, 73)];
            let rows = vec![bar(LONG, 174, &counts), bar("'s-Hertogenbosch", 174, &counts)];
            check(&Chart::answer_bars(alt(), width, Some(2), rows.clone()), &style);
            check(&Chart::year_rows(alt(), width, rows.clone()), &style);
            check(&Chart::matrix_rows(alt(), width, rows), &style);
            let options = vec![
                OptionBar::new(LONG, exact(133, 174))
                    .ticked(true)
                    .marked(Marker::Area(exact(14, 17))),
                OptionBar::new(LONG, range(11, 14, 14))
                    .ticked(false)
                    .marked(Marker::Area(range(0, 3, 14))),
                OptionBar::instead(LONG, "te weinig gemeenten om een totaal te tonen"),
            ];
            check(&Chart::option_bars(alt(), width, options), &style);
        }
    }
}

#[test]
fn option_bars_tell_counts_in_small_groups_and_ranges_in_words() {
    let rows = vec![
        OptionBar::new("Ouderen", exact(171, 174)),
        OptionBar::new("Mantelzorgers", exact(14, 17)),
        OptionBar::new("Jongeren", range(0, 3, 14)),
        OptionBar::new("Anders", range(11, 14, 14)),
    ];
    let texts = check(&Chart::option_bars(alt(), 4900, rows), &HouseStyle::default());
    for text in ["98%", "14 van de 17", "hoogstens 3 van de 14", "ten minste 11 van de 14"] {
        assert!(texts.iter().any(|t| t == text), "{text}: {texts:?}");
    }
}

#[test]
fn response_is_told_in_numbers() {
    let share = Share::of(17, 25).unwrap();
    let rows = vec![("Overijssel".to_owned(), Extent::open(share))];
    let texts = check(&Chart::response_bars(alt(), 4420, rows), &HouseStyle::default());
    assert!(texts.contains(&"17 van de 25".to_owned()));
}

/// Counts that add up to a base, some of them ranges.
fn any_bar() -> impl Strategy<Value = Bar> {
    let part = (0u32..120, any::<bool>());
    (proptest::collection::vec(part, 1..6), "[a-zA-Z' -]{1,24}").prop_map(|(parts, label)| {
        let base = parts.iter().map(|(count, _)| count).sum::<u32>().max(1);
        let names = ["ja", "ja, in opbouw", "nee, maar wel gepland", LONG, "weet niet"];
        let extent = |(count, ranged): &(u32, bool)| {
            let near = |n: u32| n.abs_diff(*count) <= 3;
            match ranged {
                true if near(0) => range(0, 3.min(base), base),
                true if near(base) => range(base.saturating_sub(3), base, base),
                _ => exact((*count).min(base), base),
            }
        };
        let segments = parts.iter().zip(names).map(|(p, name)| Segment::new(name, extent(p)));
        Bar::of(label, segments.collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn nothing_overlaps_or_leaves_the_drawing(
        rows in proptest::collection::vec(any_bar(), 1..5),
        own in proptest::option::of(0usize..5),
        width in 2600u32..5000,
        copier in any::<bool>(),
    ) {
        let style = if copier { HouseStyle::black_and_white() } else { HouseStyle::default() };
        check(&Chart::answer_bars(alt(), width, own, rows.clone()), &style);
        check(&Chart::year_rows(alt(), width, rows.clone()), &style);
        check(&Chart::matrix_rows(alt(), width, rows), &style);
    }
}

#[test]
fn all_other_answers_are_what_the_number_leaves_of_its_base() {
    let rest = |view| Extent::of_view(view).rest().beside().to_string();
    assert_eq!(rest(FigureView::Exact(Share::of(14, 17).unwrap())), "3 van de 17");
    assert_eq!(rest(FigureView::Range { low: 0, high: 2, base: 7 }), "ten minste 5 van de 7");
    assert_eq!(rest(FigureView::Range { low: 5, high: 7, base: 7 }), "hoogstens 2 van de 7");
}
