//! Where the names of the provinces stand: on free ground beside the map, as near to their
//! province as can be. A line leads from a name that stands apart to its province.

use super::Point;
use crate::charts::layout::Lettering;

/// Side of a cell of the ground, in tenths of a point.
const CELL: i32 = 50;
/// A name further from its province than this, in cells, has a line.
const NEAR: i32 = 2;
/// How much nearer to the province counts than nearer to its middle.
const NEARNESS: i32 = 4;

/// Which province covers which cell of a drawing.
pub(super) struct Ground {
    columns: i32,
    cells: Vec<Option<u8>>,
}

/// A name with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name<'a> {
    pub(super) text: &'a str,
    /// Its upper left corner.
    pub(super) at: Point,
    /// From the name to its province, when it stands apart.
    pub(super) line: Option<(Point, Point)>,
}

/// Cells from (left, top) up to and without (right, bottom).
#[derive(Clone, Copy)]
struct Block {
    left: i32,
    top: i32,
    right: i32,
    bottom: i32,
}

impl Block {
    /// Cells between the block and a cell, across and down.
    fn gap(self, (column, row): Point) -> (i32, i32) {
        let gap = |low: i32, high: i32, at: i32| (low - at).max(at - high + 1).max(0);
        (gap(self.left, self.right, column), gap(self.top, self.bottom, row))
    }

    fn meets(self, other: Self) -> bool {
        self.left <= other.right
            && other.left <= self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

fn length((across, down): Point) -> i32 {
    (across * across + down * down).isqrt()
}

impl Ground {
    /// Free ground of this size, in tenths of a point.
    pub(super) fn new(width: i32, height: i32) -> Self {
        let (columns, rows) = (width / CELL, height / CELL);
        let count = usize::try_from(columns.max(0) * rows.max(0)).unwrap_or(0);
        Self { columns, cells: vec![None; count] }
    }

    /// The cell that a point lies in.
    pub(super) const fn cell((x, y): Point) -> Point {
        (x.div_euclid(CELL), y.div_euclid(CELL))
    }

    /// The middle of a cell.
    pub(super) const fn middle((column, row): Point) -> Point {
        (column * CELL + CELL / 2, row * CELL + CELL / 2)
    }

    /// Gives a cell to a province; what lies outside is left out.
    pub(super) fn cover(&mut self, cell: Point, province: u8) {
        if let Some(index) = self.index(cell) {
            self.cells[index] = Some(province);
        }
    }

    fn index(&self, (column, row): Point) -> Option<usize> {
        let inside = (0..self.columns).contains(&column) && row >= 0;
        let index = usize::try_from(row * self.columns + column).ok().filter(|_| inside)?;
        (index < self.cells.len()).then_some(index)
    }

    fn rows(&self) -> i32 {
        i32::try_from(self.cells.len()).unwrap_or(0) / self.columns.max(1)
    }

    /// No municipality lies under the block, or touches it left or right.
    fn is_free(&self, block: Block) -> bool {
        (block.top..block.bottom).all(|row| {
            let mut across = block.left - 1..=block.right;
            across.all(|column| self.index((column, row)).is_none_or(|i| self.cells[i].is_none()))
        })
    }

    fn cells_of(&self, province: u8) -> Vec<Point> {
        let own = self.cells.iter().enumerate().filter(|(_, cell)| **cell == Some(province));
        let place = |index: usize| {
            let index = i32::try_from(index).unwrap_or(0);
            (index % self.columns, index / self.columns)
        };
        own.map(|(index, _)| place(index)).collect()
    }

    /// The names with their places; the nearest first, so that an outer province has the ground
    /// beside it. A name without any free place is left out, and so is one without cells.
    pub(super) fn place<'a>(
        &self,
        names: &'a [(u8, String)],
        lettering: Lettering,
    ) -> Vec<Name<'a>> {
        let cells = |size: u32| (size.cast_signed() + CELL - 1) / CELL;
        let mut waiting: Vec<_> = names
            .iter()
            .map(|(province, text)| {
                let size = (cells(lettering.width(text)), cells(lettering.line_height()));
                (text.as_str(), size, self.cells_of(*province))
            })
            .filter(|(.., own)| !own.is_empty())
            .collect();
        let (mut taken, mut placed) = (Vec::new(), Vec::new());
        waiting.sort_by_cached_key(|(_, size, own)| self.best(*size, own, &[]).map(|best| best.0));
        for (text, size, own) in waiting {
            let Some((_, block)) = self.best(size, &own, &taken) else { continue };
            taken.push(block);
            let near = own.iter().map(|cell| length(block.gap(*cell))).min().unwrap_or(0);
            let line = (near > NEAR).then(|| lead(block, &own));
            placed.push(Name { text, at: (block.left * CELL, block.top * CELL), line });
        }
        placed
    }

    /// The best free block of a size for a province: how far it is, and where.
    fn best(&self, (width, height): Point, own: &[Point], taken: &[Block]) -> Option<(i32, Block)> {
        let middle = middle_of(own);
        let places = (0..=self.rows() - height)
            .flat_map(|top| (0..=self.columns - width).map(move |left| (left, top)));
        places
            .map(|(left, top)| Block { left, top, right: left + width, bottom: top + height })
            .filter(|block| self.is_free(*block) && !taken.iter().any(|other| block.meets(*other)))
            .filter_map(|block| {
                let near = own.iter().map(|cell| length(block.gap(*cell))).min()?;
                Some((NEARNESS * near + length(block.gap(middle)), block))
            })
            .min_by_key(|(far, block)| (*far, block.top, block.left))
    }
}

fn middle_of(own: &[Point]) -> Point {
    let count = i32::try_from(own.len().max(1)).unwrap_or(1);
    let sum = own.iter().fold((0, 0), |sum, cell| (sum.0 + cell.0, sum.1 + cell.1));
    (sum.0 / count, sum.1 / count)
}

/// From the edge of a name to the cell of its province that lies nearest to the middle of it.
fn lead(block: Block, own: &[Point]) -> (Point, Point) {
    let middle = middle_of(own);
    let apart = |cell: &Point| length((cell.0 - middle.0, cell.1 - middle.1));
    let target = Ground::middle(own.iter().copied().min_by_key(apart).unwrap_or(middle));
    let ends = |low: i32, high: i32| (low * CELL, high * CELL);
    let ((left, right), (top, bottom)) =
        (ends(block.left, block.right), ends(block.top, block.bottom));
    let from = if target.0 > right {
        (right, i32::midpoint(top, bottom))
    } else if target.0 < left {
        (left - CELL / 2, i32::midpoint(top, bottom))
    } else {
        let inner = target.0.clamp(left + CELL, (right - 2 * CELL).max(left + CELL));
        (inner, if target.1 > bottom { bottom } else { top })
    };
    (from, target)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::{Face, HouseStyle};

    fn lettering() -> Lettering {
        let style = HouseStyle::default();
        style.lettering(Face::Regular, style.small_size, style.colours.ink)
    }

    #[test]
    fn a_name_stands_beside_its_province_and_a_line_leads_to_an_inner_one() {
        let mut ground = Ground::new(3_000, 2_000);
        for row in 10..30 {
            for column in 20..40 {
                let inner = (15..25).contains(&row) && (25..35).contains(&column);
                ground.cover((column, row), if inner { 2 } else { 1 });
            }
        }
        let names = [(1, "Buiten".to_owned()), (2, "Binnen".to_owned()), (3, "Weg".to_owned())];
        let placed = ground.place(&names, lettering());
        assert_eq!(placed.iter().map(|name| name.text).collect::<Vec<_>>(), ["Buiten", "Binnen"]);
        assert_eq!(placed[0].line, None);
        let (_, to) = placed[1].line.expect("a line");
        assert_eq!(ground.cells[ground.index(Ground::cell(to)).unwrap()], Some(2));
        for name in &placed {
            let (column, row) = Ground::cell(name.at);
            assert!(ground.index((column, row)).is_some_and(|i| ground.cells[i].is_none()));
        }
    }
}
