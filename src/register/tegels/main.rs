//! Writes the places of the tiles: `cargo run --release --example make-tiles > src/register/tegels.csv`.
//!
//! The method is described in `layout.rs`.

mod layout;
mod table;

use std::io::Write as _;

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(table::table().as_bytes())
}
