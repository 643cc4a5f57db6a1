//! How the tiles of the map without boundaries get their places.
//!
//! Every municipality is one square. First the layout of today: the squares are moved about on
//! a grid until no move helps, by threshold accepting with a fixed seed. What a layout costs:
//!
//! - neighbours (Gabriel graph of the true places) want to lie one tile apart in their true
//!   direction; over water they keep their distance;
//! - a tile wants to lie at its true place;
//! - borders cost: of a province, of the country;
//! - a province in two parts costs much. The Wadden islands have fixed tiles off the coast,
//!   and the cells of the large waters stay free.
//!
//! Then the layouts before it, backwards in time: every tile stays. Where a municipality has
//! several predecessors, the one nearest to its place takes its tile, and each of the others gets
//! a tile by moving a shortest row of tiles of its province up by one, towards a free cell.
//!
//! Only sums, products and square roots of floating-point numbers are used: they are the same
//! on every machine, and so is the result.

use std::collections::{BTreeMap, BTreeSet};

/// A column and a row; the first row lies in the north.
pub(crate) type Cell = (i32, i32);

/// What the method knows of a municipality.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) number: u16,
    pub(crate) province: u8,
    /// Kilometres east of and south of the corner of the grid.
    pub(crate) at: (f64, f64),
}

impl Place {
    /// Longitude and latitude to kilometres on an equidistant grid at 52.2 degrees.
    pub(crate) fn new(number: u16, province: u8, lon: f64, lat: f64) -> Self {
        /// Kilometres of one degree of latitude.
        const DEGREE: f64 = 111.2;
        /// Cosine of 52.2 degrees.
        const COSINE: f64 = 0.6129;
        let at = ((lon - WEST) * DEGREE * COSINE, (NORTH - lat) * DEGREE);
        Self { number, province, at }
    }
}

/// Corner of the grid.
const WEST: f64 = 3.30;
const NORTH: f64 = 53.56;
/// Kilometres of one tile: a 342nd of the land, as a square.
pub(crate) const TILE: f64 = 10.0;
/// Size of the grid.
pub(crate) const COLUMNS: i32 = 31;
pub(crate) const ROWS: i32 = 33;

/// The Wadden islands: code, and the cell off the coast.
const ISLANDS: [(u16, Cell); 5] =
    [(448, (10, 4)), (96, (12, 3)), (93, (14, 2)), (60, (16, 2)), (88, (18, 2))];
/// Open water: the IJsselmeer and the Markermeer, first and last column of a row.
const WATER: [(i32, i32, i32); 6] =
    [(6, 13, 14), (7, 13, 14), (8, 14, 14), (9, 14, 15), (10, 14, 14), (11, 14, 14)];
/// Provinces that only water parts, however near they lie: Noord-Holland and Fryslân.
const PARTED: [(u8, u8); 2] = [(21, 27), (24, 27)];
/// Neighbours further apart than this have water or a large municipality between them, km.
const FAR: f64 = 24.0;

/// What things cost.
const DIRECTION: f64 = 1.0;
const TRUE_PLACE: f64 = 0.06;
const COAST: f64 = 1.8;
const BORDER: f64 = 1.3;
const DIVIDED: f64 = 40.0;
const BESIDE_ISLAND: f64 = 30.0;

/// Rounds of the search, each trying every tile this often.
const ROUNDS: u32 = 420;
const TRIES: usize = 14;
/// Largest worsening that is accepted in the first round.
const THRESHOLD: f64 = 6.0;
const SEED: u64 = 0x5eed_0f71_1e51;

/// A repeatable row of numbers (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 33) as usize) % limit
    }
}

/// Two municipalities that want to lie beside each other, and how.
struct Bond {
    other: usize,
    wish: (f64, f64),
}

struct Board<'a> {
    places: &'a [Place],
    bonds: Vec<Vec<Bond>>,
    fixed: Vec<bool>,
    cells: Vec<Cell>,
    owner: Vec<Option<usize>>,
}

const AROUND: [Cell; 4] = [(0, -1), (1, 0), (0, 1), (-1, 0)];

fn index(cell: Cell) -> Option<usize> {
    let inside = (0..COLUMNS).contains(&cell.0) && (0..ROWS).contains(&cell.1);
    inside.then(|| usize::try_from(cell.1 * COLUMNS + cell.0).expect("inside"))
}

fn is_water(cell: Cell) -> bool {
    WATER.iter().any(|(row, from, to)| cell.1 == *row && (*from..=*to).contains(&cell.0))
}

fn island(number: u16) -> Option<Cell> {
    ISLANDS.iter().find(|(code, _)| *code == number).map(|(_, cell)| *cell)
}

fn beside_island(cell: Cell) -> bool {
    ISLANDS
        .iter()
        .any(|(_, island)| (island.0 - cell.0).abs() <= 1 && (island.1 - cell.1).abs() <= 1)
}

fn squared(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (x, y) = (a.0 - b.0, a.1 - b.1);
    x * x + y * y
}

/// Where a tile lies on the ground: its middle, in kilometres.
pub(crate) fn ground(cell: Cell) -> (f64, f64) {
    ((f64::from(cell.0) + 0.5) * TILE, (f64::from(cell.1) + 0.5) * TILE)
}

fn bonds(places: &[Place]) -> Vec<Vec<Bond>> {
    let mut bonds: Vec<Vec<Bond>> = places.iter().map(|_| Vec::new()).collect();
    for (i, one) in places.iter().enumerate() {
        for (j, other) in places.iter().enumerate().skip(i + 1) {
            let square = squared(one.at, other.at);
            let middle = ((one.at.0 + other.at.0) / 2.0, (one.at.1 + other.at.1) / 2.0);
            let between = |(k, third): (usize, &Place)| {
                k != i && k != j && squared(middle, third.at) < square / 4.0
            };
            if island(one.number).is_some()
                || island(other.number).is_some()
                || places.iter().enumerate().any(between)
            {
                continue;
            }
            let length = square.sqrt();
            let pair = (one.province.min(other.province), one.province.max(other.province));
            let parted = length > FAR || (PARTED.contains(&pair) && length > FAR / 2.0);
            // One tile apart, or as far as the water is wide.
            let tiles = if parted { (length / TILE).max(2.0) } else { 1.0 };
            let wish = (
                (other.at.0 - one.at.0) / length * tiles,
                (other.at.1 - one.at.1) / length * tiles,
            );
            bonds[i].push(Bond { other: j, wish });
            bonds[j].push(Bond { other: i, wish: (-wish.0, -wish.1) });
        }
    }
    bonds
}

impl<'a> Board<'a> {
    /// Every tile at the nearest free cell of its true place.
    fn new(places: &'a [Place]) -> Self {
        let mut board = Self {
            places,
            bonds: bonds(places),
            fixed: places.iter().map(|place| island(place.number).is_some()).collect(),
            cells: vec![(-1, -1); places.len()],
            owner: vec![None; usize::try_from(COLUMNS * ROWS).expect("a small grid")],
        };
        for (i, place) in places.iter().enumerate() {
            let cell = island(place.number).unwrap_or_else(|| board.nearest_free(place.at));
            board.put(i, cell);
        }
        board
    }

    fn nearest_free(&self, at: (f64, f64)) -> Cell {
        let cells = (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| (column, row)));
        cells
            .filter(|cell| self.is_free(*cell) && !beside_island(*cell))
            .min_by(|a, b| squared(ground(*a), at).total_cmp(&squared(ground(*b), at)))
            .expect("a large enough grid")
    }

    fn at(&self, cell: Cell) -> Option<usize> {
        self.owner[index(cell)?]
    }

    fn is_free(&self, cell: Cell) -> bool {
        index(cell).is_some_and(|at| self.owner[at].is_none())
            && !is_water(cell)
            && !ISLANDS.iter().any(|(_, island)| *island == cell)
    }

    fn put(&mut self, i: usize, cell: Cell) {
        self.cells[i] = cell;
        self.owner[index(cell).expect("a cell of the grid")] = Some(i);
    }

    fn province(&self, cell: Cell) -> Option<u8> {
        self.at(cell).map(|i| self.places[i].province)
    }

    /// What the place of one tile costs.
    fn cost(&self, i: usize) -> f64 {
        let cell = self.cells[i];
        let here = (f64::from(cell.0), f64::from(cell.1));
        let mut cost = 0.0;
        for bond in &self.bonds[i] {
            let there = self.cells[bond.other];
            let apart = (f64::from(there.0) - here.0, f64::from(there.1) - here.1);
            cost += DIRECTION * squared(apart, bond.wish);
        }
        let place = squared(ground(cell), self.places[i].at) / (TILE * TILE);
        cost += TRUE_PLACE * place;
        if beside_island(cell) {
            cost += BESIDE_ISLAND;
        }
        cost
    }

    /// What the borders around a cell cost.
    fn borders(&self, cell: Cell) -> f64 {
        let own = self.province(cell);
        let border = |(x, y): &Cell| {
            let other = self.province((cell.0 + x, cell.1 + y));
            match (own, other) {
                (Some(one), Some(other)) if one == other => 0.0,
                (Some(_), Some(_)) => BORDER,
                (None, None) => 0.0,
                _ => COAST,
            }
        };
        AROUND.iter().map(border).sum()
    }

    /// Parts of a province, without the islands.
    fn parts(&self, province: u8) -> usize {
        let mut seen = vec![false; self.owner.len()];
        let mut edge = Vec::new();
        let mut parts = 0;
        for (place, first) in self.places.iter().zip(&self.cells) {
            if place.province != province || island(place.number).is_some() {
                continue;
            }
            let start = index(*first).expect("a cell of the grid");
            parts += usize::from(!seen[start]);
            seen[start] = true;
            edge.push(*first);
            while let Some(cell) = edge.pop() {
                for (x, y) in AROUND {
                    let beside = (cell.0 + x, cell.1 + y);
                    if self.province(beside) == Some(province) {
                        let at = index(beside).expect("a cell of the grid");
                        if !seen[at] {
                            seen[at] = true;
                            edge.push(beside);
                        }
                    }
                }
            }
        }
        parts
    }

    /// Swaps what lies in two cells.
    fn swap(&mut self, a: Cell, b: Cell) {
        let (one, other) = (self.at(a), self.at(b));
        for (cell, owner) in [(a, other), (b, one)] {
            self.owner[index(cell).expect("a cell of the grid")] = owner;
            if let Some(i) = owner {
                self.cells[i] = cell;
            }
        }
    }

    fn local(&self, a: Cell, b: Cell) -> f64 {
        let tiles =
            self.at(a).map_or(0.0, |i| self.cost(i)) + self.at(b).map_or(0.0, |i| self.cost(i));
        tiles + self.borders(a) + self.borders(b)
    }

    /// Tries to swap a tile with a cell near by; keeps it when it worsens by less than `limit`.
    fn attempt(&mut self, i: usize, cell: Cell, limit: f64, patience: f64) {
        let from = self.cells[i];
        let movable = match self.at(cell) {
            Some(other) => other != i && !self.fixed[other],
            None => self.is_free(cell),
        };
        if !movable || index(cell).is_none() {
            return;
        }
        let other = self.at(cell).map(|j| self.places[j].province);
        let own = self.places[i].province;
        let across = other != Some(own);
        let before = self.local(from, cell);
        self.swap(from, cell);
        let mut change = self.local(from, cell) - before;
        if across && change < limit + DIVIDED * patience {
            let count =
                |board: &Self| board.parts(own) + other.map_or(0, |province| board.parts(province));
            let after = count(self);
            self.swap(from, cell);
            let before = count(self);
            self.swap(from, cell);
            change += DIVIDED * (after as f64 - before as f64);
        }
        if change >= limit {
            self.swap(from, cell);
        }
    }

    /// Moves tiles about, with ever less patience.
    fn settle(&mut self) {
        let mut numbers = Numbers(SEED);
        for round in 0..ROUNDS {
            let left = f64::from(ROUNDS - round) / f64::from(ROUNDS);
            let limit = THRESHOLD * left * left;
            for _ in 0..TRIES * self.places.len() {
                let i = numbers.below(self.places.len());
                if self.fixed[i] {
                    continue;
                }
                let reach = if numbers.below(4) == 0 { 3 } else { 1 };
                let side = usize::try_from(2 * reach + 1).expect("small");
                let mut step = || i32::try_from(numbers.below(side)).expect("small") - reach;
                let cell = (self.cells[i].0 + step(), self.cells[i].1 + step());
                self.attempt(i, cell, limit, left * left);
            }
        }
    }
}

impl Board<'_> {
    /// Cells that can be reached from the edge of the grid without crossing land.
    fn sea(&self) -> BTreeSet<Cell> {
        let mut sea = BTreeSet::from([(0, 0)]);
        let mut edge = vec![(0, 0)];
        while let Some(cell) = edge.pop() {
            for (x, y) in AROUND {
                let beside = (cell.0 + x, cell.1 + y);
                let open = index(beside).is_some() && self.at(beside).is_none();
                if open && sea.insert(beside) {
                    edge.push(beside);
                }
            }
        }
        sea
    }

    /// The first free cell with land all around that is no water.
    fn hole(&self) -> Option<Cell> {
        let sea = self.sea();
        let cells = (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| (column, row)));
        cells.filter(|cell| self.is_free(*cell)).find(|cell| !sea.contains(cell))
    }

    /// Moves a row of tiles of one province up by one, from the sea to the hole: of all such
    /// rows the one after which everything costs least.
    fn fill(&mut self, hole: Cell) {
        let sea = self.sea();
        let mut best: Option<(f64, Vec<Cell>)> = None;
        for (x, y) in AROUND {
            let first = (hole.0 + x, hole.1 + y);
            let Some(province) = self.province(first) else { continue };
            let parts = self.parts(province);
            // Breadth first through the province: `came` is the way back to the hole.
            let mut came = BTreeMap::from([(first, hole)]);
            let mut row = std::collections::VecDeque::from([first]);
            while let Some(cell) = row.pop_front() {
                let beside = AROUND.map(|(x, y)| (cell.0 + x, cell.1 + y));
                if beside.iter().any(|cell| sea.contains(cell)) {
                    let mut path = vec![cell];
                    while let Some(next) = path.last().and_then(|cell| came.get(cell)) {
                        path.push(*next);
                    }
                    path.reverse();
                    self.shift(&path);
                    let cost = self.total();
                    let whole = self.parts(province) <= parts;
                    path.reverse();
                    self.shift(&path);
                    path.reverse();
                    if whole && best.as_ref().is_none_or(|(least, _)| cost < *least) {
                        best = Some((cost, path));
                    }
                }
                for next in beside {
                    let own = self.province(next) == Some(province);
                    if own
                        && self.at(next).is_some_and(|i| !self.fixed[i])
                        && !came.contains_key(&next)
                    {
                        came.insert(next, cell);
                        row.push_back(next);
                    }
                }
            }
        }
        let (_, path) = best.expect("a province beside the hole reaches the sea");
        self.shift(&path);
    }

    /// Moves every tile of a row to the cell before it; the first cell is free.
    fn shift(&mut self, path: &[Cell]) {
        for pair in path.windows(2) {
            self.swap(pair[0], pair[1]);
        }
    }

    fn total(&self) -> f64 {
        (0..self.places.len()).map(|i| self.cost(i) / 2.0 + self.borders(self.cells[i])).sum()
    }
}

/// The layout of these municipalities, from nothing.
pub(crate) fn settle(places: &[Place]) -> BTreeMap<u16, Cell> {
    let mut board = Board::new(places);
    board.settle();
    while let Some(hole) = board.hole() {
        board.fill(hole);
    }
    places.iter().zip(&board.cells).map(|(place, cell)| (place.number, *cell)).collect()
}

/// The layout before `later`: `came_from` gives the successors of those that are new in it.
pub(crate) fn before(
    places: &[Place],
    later: &BTreeMap<u16, Cell>,
    successors: impl Fn(u16) -> Vec<u16>,
) -> BTreeMap<u16, Cell> {
    let by_number: BTreeMap<u16, &Place> = places.iter().map(|p| (p.number, p)).collect();
    let mut layout: BTreeMap<u16, Cell> = later
        .iter()
        .filter(|(number, _)| by_number.contains_key(number))
        .map(|(number, cell)| (*number, *cell))
        .collect();
    let mut rest: Vec<&Place> = places.iter().filter(|p| !layout.contains_key(&p.number)).collect();
    // The nearest predecessor takes the tile of a municipality that did not exist yet.
    for (number, cell) in later.iter().filter(|(number, _)| !by_number.contains_key(number)) {
        let distance = |place: &Place| squared(place.at, ground(*cell));
        let nearest = (0..rest.len())
            .filter(|i| successors(rest[*i].number).contains(number))
            .min_by(|a, b| distance(rest[*a]).total_cmp(&distance(rest[*b])));
        if let Some(nearest) = nearest {
            layout.insert(rest.remove(nearest).number, *cell);
        }
    }
    for place in rest {
        let into = successors(place.number);
        let near = layout
            .iter()
            .filter(|(number, _)| by_number[number].province == place.province)
            .filter(|(number, _)| {
                into.is_empty() || {
                    let kin = |code: u16| {
                        into.contains(&code) || successors(code).iter().any(|s| into.contains(s))
                    };
                    kin(**number)
                }
            })
            .min_by(|a, b| {
                let distance = |cell: &Cell| squared(place.at, ground(*cell));
                distance(a.1).total_cmp(&distance(b.1))
            })
            .map(|(_, cell)| *cell)
            .expect("the successor's tile, or that of another predecessor");
        insert(&mut layout, &by_number, place, near);
    }
    layout
}

/// Puts a tile beside `near` by moving a shortest row of tiles of its province up by one.
fn insert(
    layout: &mut BTreeMap<u16, Cell>,
    places: &BTreeMap<u16, &Place>,
    place: &Place,
    near: Cell,
) {
    let owner: BTreeMap<Cell, u16> = layout.iter().map(|(n, cell)| (*cell, *n)).collect();
    let free = |cell: &Cell| {
        index(*cell).is_some()
            && !owner.contains_key(cell)
            && !is_water(*cell)
            && !beside_island(*cell)
    };
    let inside = |cell: &Cell| {
        owner
            .get(cell)
            .is_some_and(|n| places[n].province == place.province && island(*n).is_none())
    };
    // Breadth first from the tile through the province: `came` is the way back.
    let mut came: BTreeMap<Cell, Option<Cell>> = BTreeMap::from([(near, None)]);
    let mut front = vec![near];
    let end = loop {
        let mut ends: Vec<(Cell, Cell)> = Vec::new();
        let mut next = Vec::new();
        for cell in &front {
            for (x, y) in AROUND {
                let beside = (cell.0 + x, cell.1 + y);
                if free(&beside) {
                    ends.push((beside, *cell));
                } else if inside(&beside) && !came.contains_key(&beside) {
                    came.insert(beside, Some(*cell));
                    next.push(beside);
                }
            }
        }
        // The end that has most land around it, so that the coast stays smooth.
        let land = |cell: Cell| {
            AROUND.iter().filter(|(x, y)| owner.contains_key(&(cell.0 + x, cell.1 + y))).count()
        };
        if let Some(best) =
            ends.into_iter().min_by_key(|(cell, from)| (4 - land(*cell), *cell, *from))
        {
            break best;
        }
        assert!(!next.is_empty(), "every province has a free cell beside it");
        front = next;
    };
    // The row from the free cell back to `near`; all of it moves up by one, and the place that
    // falls open goes to the new tile.
    let (mut hole, mut from) = (end.0, Some(end.1));
    while let Some(cell) = from {
        let before = came[&cell];
        if before.is_none() {
            break;
        }
        layout.insert(owner[&cell], hole);
        hole = cell;
        from = before;
    }
    layout.insert(place.number, hole);
}
