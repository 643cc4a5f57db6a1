//! The build script: computes the build stamp and gives it to the compiler.

use std::path::PathBuf;

mod hex;
mod stamp;

#[allow(clippy::disallowed_macros, reason = "how a build script speaks to Cargo")]
fn main() {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").expect("Cargo tells where the package is");
    for part in stamp::PARTS {
        println!("cargo::rerun-if-changed={part}");
    }
    match stamp::of(&PathBuf::from(package)) {
        Ok(stamp) => println!("cargo::rustc-env=SPIEGEL_STAMP={stamp}"),
        Err(error) => println!("cargo::error=the build stamp can't be computed: {error}"),
    }
}
