//! The whole program, measured from outside.

use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use gemeentespiegel::production::Manifest;

use crate::survey::Survey;

/// Runs of each sort; the median is printed.
const RUNS: usize = 3;

/// What the program says, beside the survey.
const SCREEN: &str = "scherm.txt";

/// What one run took.
#[derive(Debug, Clone, Copy)]
struct Cost {
    seconds: f64,
    processor: f64,
    megabytes: f64,
}

/// Builds all documents a few times and prints what it took.
pub(crate) fn measure(survey: &Survey) {
    let all = std::thread::available_parallelism().map_or(1, usize::from);
    println!("whole program, median of {RUNS} runs\n");
    println!("run             | documents | seconds | CPU ms/document | peak MB");
    for workers in [1, all] {
        let out = survey.path("out");
        let costs = (0..RUNS).map(|_| {
            let _ = std::fs::remove_dir_all(&out);
            run(survey, &out, workers)
        });
        print(&format!("cold, {workers} at once"), &out, costs.collect());
    }
    let out = survey.path("out");
    let warm = (0..RUNS).map(|_| run(survey, &out, all)).collect();
    print("warm", &out, warm);
    println!();
}

fn print(name: &str, out: &Path, costs: Vec<Cost>) {
    let made = Manifest::read(out);
    let documents = made.files.values().filter(|entry| entry.pages.is_some()).count();
    let median = |of: fn(&Cost) -> f64| {
        let mut values: Vec<f64> = costs.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let per_document = 1000.0 * median(|cost| cost.processor) / documents.max(1) as f64;
    println!(
        "{name:<15} | {documents:>9} | {:>7.2} | {per_document:>15.1} | {:>7.0}",
        median(|cost| cost.seconds),
        median(|cost| cost.megabytes)
    );
}

fn run(survey: &Survey, out: &Path, workers: usize) -> Cost {
    let start = Instant::now();
    let child = Command::new(env!("CARGO_BIN_EXE_spiegel"))
        .arg("build")
        .arg(survey.project())
        .arg("--output")
        .arg(out)
        .args(["--workers", &workers.to_string()])
        .stdout(Stdio::null())
        .stderr(File::create(survey.path(SCREEN)).expect("a new file"))
        .spawn()
        .expect("the program starts");
    let (status, cost) = watch(child, start);
    let screen = std::fs::read_to_string(survey.path(SCREEN)).unwrap_or_default();
    assert!(status.success(), "the build ended with {status}: {screen}");
    cost
}

/// Looks at the program until it ends. Linux tells the processor time and the peak memory of
/// a running program; elsewhere both stay 0.
fn watch(mut child: Child, start: Instant) -> (ExitStatus, Cost) {
    let (mut processor, mut megabytes) = (0.0_f64, 0.0_f64);
    loop {
        let folder = Path::new("/proc").join(child.id().to_string());
        processor = processor.max(processor_seconds(&folder).unwrap_or_default());
        megabytes = megabytes.max(peak_megabytes(&folder).unwrap_or_default());
        if let Some(status) = child.try_wait().expect("our own child") {
            return (status, Cost { seconds: start.elapsed().as_secs_f64(), processor, megabytes });
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// User and system time of `/proc/<id>/stat`, in ticks of 10 ms.
fn processor_seconds(folder: &Path) -> Option<f64> {
    let stat = std::fs::read_to_string(folder.join("stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit(") ").next()?.split(' ').collect();
    let ticks: f64 = fields.get(11..13)?.iter().filter_map(|field| field.parse::<f64>().ok()).sum();
    Some(ticks / 100.0)
}

/// The largest resident set so far.
fn peak_megabytes(folder: &Path) -> Option<f64> {
    let status = std::fs::read_to_string(folder.join("status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes / 1024.0)
}
