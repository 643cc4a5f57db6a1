//! What stands in the output folder after a build that was killed, stopped or disturbed, and
//! what the next one does. That a commit can end at every step is tried inside the program.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::workspace::{Workspace, contents, listed, screen};

type Files = BTreeMap<String, Vec<u8>>;

fn small() -> Workspace {
    Workspace::of("small")
}

fn out(workspace: &Workspace) -> Files {
    contents(&workspace.path("out"))
}

/// Another line on every document.
fn other_documents(workspace: &Workspace) {
    workspace.edit("project.yaml", |text| {
        text.replace("onderzoek@voorbeeld.example", "vragen@voorbeeld.example")
    });
}

fn begin(workspace: &Workspace, extra: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_spiegel"))
        .args(["build", "fixtures/project", "--output", "out"])
        .args(extra)
        .current_dir(workspace.path("."))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn staging(out: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(out).into_iter().flatten().flatten();
    let mut staging =
        entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(".in-aanbouw-"));
    staging.next().map(|entry| entry.path())
}

/// Waits until it is so, or the build has ended.
fn until(child: &mut Child, is_so: impl Fn() -> bool) {
    while !is_so() && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_micros(200));
    }
}

#[test]
fn a_build_that_was_killed_leaves_nothing_mixed_after_the_next_run() {
    let workspace = small();
    assert_eq!(workspace.build(&[]).status.code(), Some(0));
    let before = out(&workspace);
    other_documents(&workspace);
    let mut child = begin(&workspace, &[]);
    let folder = workspace.path("out");
    let is_placing =
        || staging(&folder).is_some_and(|staging| staging.join("journaal.json").exists());
    until(&mut child, is_placing);
    child.kill().unwrap();
    child.wait().unwrap();
    // The next run fails in the answers, before it makes anything.
    let good = std::fs::read(workspace.project().join("antwoorden/2021.csv")).unwrap();
    workspace.edit("antwoorden/2021.csv", |text| text.replacen(";Ja;", ";Jaja;", 1));
    let failed = workspace.build(&[]);
    assert_eq!(failed.status.code(), Some(1), "{}", screen(&failed));
    let after = out(&workspace);
    assert!(staging(&folder).is_none() || !is_placing(), "what was begun is taken back");
    let after: Files =
        after.into_iter().filter(|(path, _)| !path.starts_with(".in-aanbouw-")).collect();
    listed(&after);
    if after == before {
        println!("taken back: {}", screen(&failed).contains("build-taken-back"));
    }
    std::fs::write(workspace.project().join("antwoorden/2021.csv"), good).unwrap();
    assert_eq!(workspace.build(&[]).status.code(), Some(0));
    let clean = small();
    other_documents(&clean);
    assert_eq!(clean.build(&[]).status.code(), Some(0));
    assert_eq!(out(&workspace), out(&clean));
}

#[test]
fn a_folder_that_is_removed_during_a_build_is_told() {
    for what in ["the output folder", "the staging folder", "one document"] {
        let workspace = small();
        assert_eq!(workspace.build(&[]).status.code(), Some(0));
        other_documents(&workspace);
        let mut child = begin(&workspace, &["--workers", "1"]);
        let folder = workspace.path("out");
        let waits = || staging(&folder).is_some_and(|staging| staging.join("nieuw").exists());
        until(&mut child, waits);
        let gone = match what {
            "the output folder" => folder.clone(),
            "the staging folder" => staging(&folder).unwrap(),
            _ => {
                // A data file that is current: nobody makes it anew.
                std::fs::remove_file(folder.join("openbaar/cijfers.json")).unwrap();
                PathBuf::new()
            }
        };
        if !gone.as_os_str().is_empty() {
            // Who still writes there can keep it alive for a moment.
            while std::fs::remove_dir_all(&gone).is_err() && gone.exists() {}
        }
        let output = child.wait_with_output().unwrap();
        let files = if folder.exists() { out(&workspace) } else { Files::new() };
        if files.contains_key("manifest.json") {
            listed(&files);
        }
        match what {
            // It may have been looked at before or after it was removed.
            "one document" if output.status.success() => {}
            _ => assert_eq!(output.status.code(), Some(1), "{what}: {}", screen(&output)),
        }
    }
}

#[test]
fn a_folder_of_the_user_beside_the_parts_stays() {
    let workspace = small();
    for name in ["2023-mijn-kopie", "2023-1-van-2", "2023-01-van-2"] {
        let folder = workspace.path("out/delen").join(name);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("notities.txt"), "of the user").unwrap();
    }
    assert_eq!(workspace.build(&[]).status.code(), Some(0));
    for name in ["2023-mijn-kopie", "2023-1-van-2", "2023-01-van-2"] {
        assert!(workspace.path("out/delen").join(name).join("notities.txt").exists(), "{name}");
    }
    // A part is taken up and removed, but for what the user put in it.
    let made = workspace.build(&["--shard", "1/3"]);
    assert_eq!(made.status.code(), Some(0), "{}", screen(&made));
    let part = workspace.path("out/delen/2023-1-van-3");
    assert!(part.join("manifest.json").exists());
    std::fs::write(part.join("openbaar.txt"), "of the user").unwrap();
    assert_eq!(workspace.build(&[]).status.code(), Some(0));
    assert_eq!(contents(&part).into_keys().collect::<Vec<_>>(), ["openbaar.txt"]);
}

#[test]
fn a_folder_without_its_manifest_is_not_touched() {
    let workspace = small();
    assert_eq!(workspace.build(&[]).status.code(), Some(0));
    let manifest = workspace.path("out/manifest.json");
    let whole = std::fs::read(&manifest).unwrap();
    for damage in [None, Some(&b"{}"[..]), Some(&whole[..whole.len() / 2])] {
        std::fs::remove_file(&manifest).unwrap();
        if let Some(bytes) = damage {
            std::fs::write(&manifest, bytes).unwrap();
        }
        let before = out(&workspace);
        let refused = workspace.build(&[]);
        assert_eq!(refused.status.code(), Some(1), "{}", screen(&refused));
        assert!(screen(&refused).contains("manifest-lost"), "{}", screen(&refused));
        assert_eq!(out(&workspace), before);
        std::fs::write(&manifest, &whole).unwrap();
        assert_eq!(workspace.build(&[]).status.code(), Some(0));
    }
}

#[test]
fn a_file_of_another_edition_that_is_gone_is_told_and_no_longer_listed() {
    let workspace = small();
    for wave in ["2022", "2023"] {
        assert_eq!(workspace.build(&["--wave", wave]).status.code(), Some(0));
    }
    let report = "openbaar/landelijk-rapport-2022.pdf";
    std::fs::remove_file(workspace.path("out").join(report)).unwrap();
    let built = workspace.build(&[]);
    assert_eq!(built.status.code(), Some(0), "{}", screen(&built));
    let text = screen(&built);
    assert!(text.contains("earlier-file-changed") && text.contains("--wave 2022"), "{text}");
    assert!(!text.contains("documents-removed"), "not by this build: {text}");
    listed(&out(&workspace));
    assert_eq!(workspace.build(&["--wave", "2022"]).status.code(), Some(0));
    assert!(listed(&out(&workspace)).get(report).is_some());
}

#[cfg(unix)]
#[test]
fn a_build_stops_within_two_seconds_whatever_it_does() {
    let workspace = small();
    assert_eq!(workspace.build(&[]).status.code(), Some(0));
    let before = out(&workspace);
    std::fs::create_dir(workspace.project().join("sjablonen")).unwrap();
    // Typeset for hours.
    let busy = "#let n = 0\n#for i in range(100000) { for j in range(100000) { n = n + 1 } }\n#n\n";
    std::fs::write(workspace.project().join("sjablonen/inleiding.typ"), busy).unwrap();
    workspace.edit("project.yaml", |text| format!("{text}\ntemplates: sjablonen\n"));
    let mut child = begin(&workspace, &[]);
    let folder = workspace.path("out");
    until(&mut child, || staging(&folder).is_some());
    if child.try_wait().unwrap().is_some() {
        // Refused before anything was made: nothing to stop.
        return println!("{}", screen(&child.wait_with_output().unwrap()));
    }
    std::thread::sleep(Duration::from_secs(1));
    let asked = Instant::now();
    let interrupt = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(interrupt.success());
    let output: Output = child.wait_with_output().unwrap();
    let took = asked.elapsed();
    assert_eq!(output.status.code(), Some(130), "{}", screen(&output));
    assert!(screen(&output).contains("nothing was changed"), "{}", screen(&output));
    assert!(took < Duration::from_secs(4), "{took:?}, on a machine that may be busy");
    assert_eq!(out(&workspace), before);
}

#[cfg(unix)]
#[test]
fn the_lock_is_never_followed_or_emptied() {
    let workspace = small();
    let precious = workspace.path("kostbaar.txt");
    std::fs::write(&precious, "precious").unwrap();
    std::fs::create_dir(workspace.path("out")).unwrap();
    std::os::unix::fs::symlink("../kostbaar.txt", workspace.path("out/.spiegel-lock")).unwrap();
    let refused = workspace.build(&[]);
    assert_eq!(refused.status.code(), Some(1), "{}", screen(&refused));
    assert!(screen(&refused).contains("a link"), "{}", screen(&refused));
    assert_eq!(std::fs::read_to_string(&precious).unwrap(), "precious");
}
