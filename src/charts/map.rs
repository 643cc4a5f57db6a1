//! The map of the response: who answered, who was invited, who neither. As tiles, or as the
//! areas of a boundary file.
//!
//! Three states, three forms: dark; light with a diagonal (hatching); white with an outline.
//! Borders of provinces are dark lines on a white band, so that they show on every fill. Their
//! names stand beside the map.

mod names;

use std::collections::{BTreeMap, BTreeSet};

use super::Face;
use super::HouseStyle;
use super::layout::{Frame, Layer, Layout, Side};
use super::stacked::{SWATCH, SWATCH_GAP};
use crate::colour::Rgb;
use names::Ground;

/// Room between two tiles: the border of a province and some white on both its sides.
const GAP: i32 = 20;
/// Width of the diagonal of a tile.
const DIAGONAL: u32 = 6;
/// Room between the lines of a hatching, along a line of text.
const HATCH_STEP: i32 = 44;
/// Width of a line of a hatching.
const HATCH_LINE: u32 = 4;
/// Places of borders are rounded to this: finer can't be seen, coarser would be.
const GRAIN: i32 = 4;
/// Width of the outline of an area.
const OUTLINE: u32 = 4;
/// Width of the border of a province, and of the white band under it.
const PROVINCE: u32 = 10;
const PROVINCE_BAND: u32 = 20;
/// Room for names left and right of the map.
const NAMES_LEFT: i32 = 250;
const NAMES_RIGHT: i32 = 430;
/// Width of the line from a name to its province, and of the white band under it.
const LEAD: u32 = 6;
const LEAD_BAND: u32 = 22;
/// Room above the key.
const KEY_GAP: i32 = 70;

/// What a municipality did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MapState {
    /// It answered.
    Answered,
    /// It was invited and did not answer.
    Invited,
    /// It was not invited.
    Neither,
}

impl MapState {
    /// All, in the order of the key.
    pub const ALL: [Self; 3] = [Self::Answered, Self::Invited, Self::Neither];
}

/// One municipality on the map of tiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MapTile {
    /// Columns from the west.
    pub column: u16,
    /// Rows from the north.
    pub row: u16,
    /// Tiles of one number belong together.
    pub province: u8,
    /// What it did.
    pub state: MapState,
}

/// One municipality on the map of areas.
#[derive(Debug, Clone, PartialEq)]
pub struct MapArea {
    /// Rings of points: east and south of some place, in kilometres. What lies within an even
    /// number of rings is not part of the area.
    pub rings: Vec<Vec<(f64, f64)>>,
    /// Areas of one number belong together.
    pub province: u8,
    /// What it did.
    pub state: MapState,
}

/// How the municipalities are drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum MapShape {
    /// A square for each.
    Tiles(Vec<MapTile>),
    /// Its area.
    Areas(Vec<MapArea>),
}

/// The map and the words of its key.
#[derive(Debug, Clone)]
pub(super) struct Map {
    pub(super) shape: MapShape,
    pub(super) key: Vec<(MapState, String)>,
    /// Names of provinces, by the number of their areas.
    pub(super) names: Vec<(u8, String)>,
}

/// Where the map lies in its drawing, from left to right.
#[derive(Clone, Copy)]
struct Span {
    left: i32,
    right: i32,
}

type Point = (i32, i32);

impl Map {
    pub(super) fn layout(&self, style: &HouseStyle, width: u32) -> Layout {
        let mut layout = Layout::new();
        let (left, right) = if self.names.is_empty() { (0, 0) } else { (NAMES_LEFT, NAMES_RIGHT) };
        let span = Span { left, right: width.cast_signed() - right };
        let (bottom, ground) = match &self.shape {
            MapShape::Tiles(tiles) => draw_tiles(&mut layout, style, tiles, span, width),
            MapShape::Areas(areas) => draw_areas(&mut layout, style, areas, span, width),
        };
        self.draw_names(&mut layout, style, &ground);
        let end = match &self.key[..] {
            [] => bottom,
            _ => self.draw_key(&mut layout, style, bottom + KEY_GAP),
        };
        layout.height = end.cast_unsigned();
        layout
    }

    fn draw_names(&self, layout: &mut Layout, style: &HouseStyle, ground: &Ground) {
        let text = style.lettering(Face::Regular, style.small_size, style.colours.ink);
        for name in ground.place(&self.names, text) {
            if let Some((from, to)) = name.line {
                layout.line(Layer::Halo, Rgb::WHITE, LEAD_BAND, &[from, to]);
                layout.line(Layer::Marker, style.colours.ink, LEAD, &[from, to]);
            }
            let baseline = text.centred(name.at.1, text.line_height());
            layout.text((name.at.0, baseline), Side::Left, text, name.text);
        }
    }

    fn draw_key(&self, layout: &mut Layout, style: &HouseStyle, mut top: i32) -> i32 {
        let text = style.lettering(Face::Regular, style.small_size, style.colours.ink);
        let height = text.line_height();
        for (state, words) in &self.key {
            let middle = top + (height.cast_signed() - SWATCH) / 2;
            let frame = Frame { left: 0, top: middle, right: SWATCH, bottom: middle + SWATCH };
            draw_tile(layout, style, frame, *state);
            let at = (SWATCH + SWATCH_GAP, text.centred(top, height));
            layout.text(at, Side::Left, text, words.as_str());
            top += height.cast_signed() + 10;
        }
        top
    }
}

fn draw_tile(layout: &mut Layout, style: &HouseStyle, frame: Frame, state: MapState) {
    match state {
        MapState::Answered => layout.fill(Layer::Fill, style.colours.own, frame),
        MapState::Invited => {
            layout.fill(Layer::Fill, style.colours.tint, frame);
            let ends = [(frame.left, frame.bottom), (frame.right, frame.top)];
            layout.line(Layer::Pattern, style.colours.line, DIAGONAL, &ends);
            layout.outline(Layer::Border, style.colours.line, frame);
        }
        MapState::Neither => layout.outline(Layer::Border, style.colours.line, frame),
    }
}

/// Draws the squares; gives their lower end, and what they cover.
fn draw_tiles(
    layout: &mut Layout,
    style: &HouseStyle,
    tiles: &[MapTile],
    span: Span,
    width: u32,
) -> (i32, Ground) {
    let cell = |tile: &MapTile| (i32::from(tile.column), i32::from(tile.row));
    let columns = tiles.iter().map(|tile| i32::from(tile.column) + 1).max().unwrap_or(1);
    let rows = tiles.iter().map(|tile| i32::from(tile.row) + 1).max().unwrap_or(0);
    // Half a band at the edges, for the borders of provinces.
    let inset = (PROVINCE_BAND / 2).cast_signed();
    let side = (span.right - span.left - 2 * inset) / columns;
    let corner = |column: i32, row: i32| (span.left + inset + column * side, inset + row * side);
    let bottom = inset * 2 + rows * side;
    let mut ground = Ground::new(width.cast_signed(), bottom);
    let provinces: BTreeMap<_, _> = tiles.iter().map(|tile| (cell(tile), tile.province)).collect();
    let mut borders = BTreeSet::new();
    for tile in tiles {
        let (column, row) = cell(tile);
        let (left, top) = corner(column, row);
        let frame = Frame {
            left: left + GAP / 2,
            top: top + GAP / 2,
            right: left + side - GAP / 2,
            bottom: top + side - GAP / 2,
        };
        draw_tile(layout, style, frame, tile.state);
        let (first, last) =
            (Ground::cell((frame.left, frame.top)), Ground::cell((frame.right, frame.bottom)));
        for row in first.1..=last.1 {
            (first.0..=last.0).for_each(|column| ground.cover((column, row), tile.province));
        }
        let other = |cell| provinces.get(&cell).is_some_and(|other| *other != tile.province);
        if other((column + 1, row)) {
            borders.insert((corner(column + 1, row), corner(column + 1, row + 1)));
        }
        if other((column, row + 1)) {
            borders.insert((corner(column, row + 1), corner(column + 1, row + 1)));
        }
    }
    draw_borders(layout, style, borders);
    (bottom, ground)
}

/// Draws the areas; gives their lower end, and what they cover.
fn draw_areas(
    layout: &mut Layout,
    style: &HouseStyle,
    areas: &[MapArea],
    span: Span,
    width: u32,
) -> (i32, Ground) {
    let points = || areas.iter().flat_map(|area| area.rings.iter().flatten());
    let (west, east) = ends(points().map(|point| point.0));
    let (north, south) = ends(points().map(|point| point.1));
    let inset = (PROVINCE_BAND / 2).cast_signed();
    let scale = f64::from(span.right - span.left - 2 * inset) / (east - west).max(1.0);
    let place = |from: f64, value: f64| {
        // The width of the drawing bounds the value: nothing is cut off.
        let units = ((value - from) * scale / f64::from(GRAIN)).round() as i32;
        inset + units * GRAIN
    };
    let bottom = place(north, south) + inset;
    let mut ground = Ground::new(width.cast_signed(), bottom);
    // Edges by their two ends: which areas lie at them.
    let mut edges: BTreeMap<(Point, Point), Vec<usize>> = BTreeMap::new();
    for (index, area) in areas.iter().enumerate() {
        let rings: Vec<Vec<Point>> = area
            .rings
            .iter()
            .map(|ring| {
                let mut ring: Vec<_> = ring
                    .iter()
                    .map(|(x, y)| (span.left + place(west, *x), place(north, *y)))
                    .collect();
                ring.dedup();
                while ring.len() > 1 && ring.first() == ring.last() {
                    ring.pop();
                }
                ring
            })
            .filter(|ring| ring.len() > 2)
            .collect();
        cover(&mut ground, &rings, area.province);
        for ring in &rings {
            for (from, to) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                edges.entry((*from.min(to), *from.max(to))).or_default().push(index);
            }
        }
        let colour = match area.state {
            MapState::Answered => style.colours.own,
            MapState::Invited => style.colours.tint,
            // White also where it lies in a hole of another one.
            MapState::Neither => Rgb::WHITE,
        };
        for part in parts(&rings) {
            layout.polygon(Layer::Fill, colour, part);
        }
        if area.state == MapState::Invited {
            hatch(layout, style.colours.line, &rings);
        }
    }
    let (mut outlines, mut light, mut borders) =
        (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for (edge, at) in edges {
        let inner = at.iter().any(|one| at.iter().any(|other| one != other));
        let provinces: BTreeSet<_> = at.iter().map(|index| areas[*index].province).collect();
        let dark = at.iter().all(|index| areas[*index].state == MapState::Answered);
        if provinces.len() > 1 {
            borders.insert(edge);
        } else if at.len() > 1 && !inner {
            // Two parts of one municipality.
        } else if dark {
            light.insert(edge);
        } else {
            outlines.insert(edge);
        }
    }
    for path in paths(outlines) {
        layout.line(Layer::Border, style.colours.line, OUTLINE, &path);
    }
    for path in paths(light) {
        layout.line(Layer::Border, Rgb::WHITE, OUTLINE, &path);
    }
    draw_borders(layout, style, borders);
    (bottom, ground)
}

/// Gives the cells at the edge of an area and within it to its province.
fn cover(ground: &mut Ground, rings: &[Vec<Point>], province: u8) {
    let cells = || rings.iter().flatten().map(|point| Ground::cell(*point));
    cells().for_each(|cell| ground.cover(cell, province));
    let (columns, rows) = (|| cells().map(|cell| cell.0), || cells().map(|cell| cell.1));
    for row in rows().min().unwrap_or(0)..=rows().max().unwrap_or(-1) {
        for column in columns().min().unwrap_or(0)..=columns().max().unwrap_or(-1) {
            let middle = Ground::middle((column, row));
            if rings.iter().filter(|ring| inside(middle, ring)).count() % 2 == 1 {
                ground.cover((column, row), province);
            }
        }
    }
}

fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) =
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    if low <= high { (low, high) } else { (0.0, 0.0) }
}

/// One closed line per part of an area, so that every backend leaves the holes open: around
/// the part, and from its first point to each of its holes, the other way round, and back.
fn parts(rings: &[Vec<Point>]) -> Vec<Vec<Point>> {
    let around = |ring: &[Point], outer: &[Point]| {
        ring.iter().filter(|point| inside(**point, outer)).count() * 2 > ring.len()
    };
    let (mut outer, mut holes) = (Vec::new(), Vec::new());
    for (index, ring) in rings.iter().enumerate() {
        let others = rings.iter().enumerate().filter(|(other, _)| *other != index);
        let depth = others.filter(|(_, other)| around(ring, other)).count();
        let mut line = ring.clone();
        if (turn(ring) > 0) != depth.is_multiple_of(2) {
            line.reverse();
        }
        line.push(line[0]);
        if depth.is_multiple_of(2) { outer.push(line) } else { holes.push(line) }
    }
    for hole in holes {
        if let Some(part) = outer.iter_mut().find(|part| around(&hole, part)) {
            let start = part[0];
            part.extend(hole);
            part.push(start);
        }
    }
    outer
}

/// Twice the area of a ring, positive when it turns to the right on paper.
fn turn(ring: &[Point]) -> i64 {
    let wide = |(x, y): Point| (i64::from(x), i64::from(y));
    ring.iter()
        .zip(ring.iter().cycle().skip(1))
        .map(|(a, b)| (wide(*a), wide(*b)))
        .map(|(a, b)| a.0 * b.1 - b.0 * a.1)
        .sum()
}

fn inside((x, y): Point, ring: &[Point]) -> bool {
    let crossing = |(a, b): &(&Point, &Point)| {
        (a.1 > y) != (b.1 > y) && {
            let (dx, dy) = (i64::from(b.0 - a.0), i64::from(b.1 - a.1));
            let side = i64::from(x - a.0) * dy - i64::from(y - a.1) * dx;
            (side < 0) == (dy > 0)
        }
    };
    ring.iter().zip(ring.iter().cycle().skip(1)).filter(crossing).count() % 2 == 1
}

/// Diagonal lines within the rings.
fn hatch(layout: &mut Layout, colour: Rgb, rings: &[Vec<Point>]) {
    let sums = || rings.iter().flatten().map(|(x, y)| x + y);
    let (Some(low), Some(high)) = (sums().min(), sums().max()) else { return };
    // Lines of x + y = sum: half a unit beside the points, so that none is hit.
    let mut sum = (low / HATCH_STEP) * HATCH_STEP;
    while sum <= high {
        let line = f64::from(sum) + 0.5;
        let mut crossings: Vec<f64> = Vec::new();
        for ring in rings {
            for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                let (from, to) = (f64::from(a.0 + a.1) - line, f64::from(b.0 + b.1) - line);
                if (from < 0.0) != (to < 0.0) {
                    let part = from / (from - to);
                    crossings.push(f64::from(a.0) + part * f64::from(b.0 - a.0));
                }
            }
        }
        crossings.sort_by(f64::total_cmp);
        for pair in crossings.chunks_exact(2) {
            let (left, right) = (pair[0].round() as i32, pair[1].round() as i32);
            // Corners of less than a point show nothing.
            if left + 10 < right {
                let ends = [(left, sum - left), (right, sum - right)];
                layout.line(Layer::Pattern, colour, HATCH_LINE, &ends);
            }
        }
        sum += HATCH_STEP;
    }
}

fn draw_borders(layout: &mut Layout, style: &HouseStyle, edges: BTreeSet<(Point, Point)>) {
    for path in paths(edges) {
        layout.line(Layer::Halo, Rgb::WHITE, PROVINCE_BAND, &path);
        layout.line(Layer::Marker, style.colours.ink, PROVINCE, &path);
    }
}

/// Edges joined end to end to lines; points on a straight line are left out.
fn paths(mut edges: BTreeSet<(Point, Point)>) -> Vec<Vec<Point>> {
    let mut at: BTreeMap<Point, Vec<Point>> = BTreeMap::new();
    for (from, to) in &edges {
        at.entry(*from).or_default().push(*to);
        at.entry(*to).or_default().push(*from);
    }
    let mut paths = Vec::new();
    while let Some((from, to)) = edges.pop_first() {
        let mut path = vec![from, to];
        for _ in 0..2 {
            while let Some(end) = path.last().copied() {
                let next =
                    at[&end].iter().find(|next| edges.remove(&(end.min(**next), end.max(**next))));
                let Some(next) = next else { break };
                path.push(*next);
            }
            path.reverse();
        }
        paths.push(straightened(&path));
    }
    paths
}

fn straightened(path: &[Point]) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::new();
    for point in path {
        while let [.., a, b] = kept[..] {
            let along = turn(&[a, b, *point]) == 0
                && (b.0 - a.0) * (point.0 - b.0) + (b.1 - a.1) * (point.1 - b.1) > 0;
            if !along {
                break;
            }
            kept.pop();
        }
        kept.push(*point);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTER: [Point; 4] = [(0, 0), (100, 0), (100, 100), (0, 100)];
    const HOLE: [Point; 4] = [(40, 40), (60, 40), (60, 60), (40, 60)];

    #[test]
    fn a_hole_stays_open_and_parts_stay_apart() {
        let apart = HOLE.map(|(x, y)| (x + 200, y)).to_vec();
        let lines = parts(&[OUTER.to_vec(), HOLE.to_vec(), apart]);
        let areas: Vec<_> = lines.iter().map(|line| turn(line)).collect();
        assert_eq!(areas, [2 * (100 * 100 - 20 * 20), 2 * 20 * 20]);
    }

    #[test]
    fn edges_become_lines_without_needless_points() {
        let edges = [((0, 0), (1, 0)), ((1, 0), (2, 0)), ((2, 0), (2, 1))];
        let found = paths(edges.into_iter().collect());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].len(), 3, "{found:?}");
    }

    #[test]
    fn hatching_stays_inside_and_out_of_holes() {
        let mut layout = Layout::new();
        hatch(&mut layout, Rgb::BLACK, &[OUTER.to_vec(), HOLE.to_vec()]);
        let lines = layout.lines_of(Layer::Pattern);
        assert!(lines.len() > 4);
        for line in lines {
            let middle = (i32::midpoint(line[0].0, line[1].0), i32::midpoint(line[0].1, line[1].1));
            assert!(inside(middle, &OUTER) && !inside(middle, &HOLE), "{line:?}");
        }
    }
}
