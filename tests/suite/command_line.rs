//! What a new user does wrong, and what the command says.

use std::collections::{BTreeMap, BTreeSet};

use crate::workspace::{Workspace, contents, listed, screen};

fn small() -> Workspace {
    Workspace::of("small")
}

#[test]
fn a_small_project_of_another_survey_builds_without_a_change_in_rust() {
    let workspace = small();
    let output = workspace.build(&[]);
    assert_eq!(output.status.code(), Some(0), "{}", screen(&output));
    let files = contents(&workspace.path("out"));
    assert!(files.keys().any(|path| path.starts_with("openbaar/landelijk-rapport")));
}

#[test]
fn wrong_use_is_exit_code_two() {
    let workspace = small();
    for (arguments, words) in [
        (&["build", "nergens"][..], "there is no `nergens`"),
        (&["build"][..], "there is no `project.yaml` in this folder"),
        (&["build", "fixtures"][..], "there is no `project.yaml` in `fixtures`"),
        (&["bouw", "fixtures/project"][..], "unrecognized subcommand"),
        (&["build", "fixtures/project", "--wave", "1999"][..], "has no wave 1999"),
        (&["export", "tabellen"][..], "there is no `project.yaml` in this folder"),
    ] {
        let output = workspace.spiegel(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", screen(&output));
        assert!(screen(&output).contains(words), "{arguments:?}: {}", screen(&output));
    }
}

#[test]
fn findings_are_exit_code_one_and_leave_an_earlier_build_alone() {
    let workspace = small();
    assert_eq!(workspace.build(&[]).status.code(), Some(0));
    let before = contents(&workspace.path("out"));
    workspace.edit("project.yaml", |text| text.replacen("client:", "cliënt:", 1));
    let output = workspace.build(&[]);
    assert_eq!(output.status.code(), Some(1), "{}", screen(&output));
    assert!(screen(&output).contains("unknown-key"), "{}", screen(&output));
    assert!(contents(&workspace.path("out")) == before, "nothing was changed");
}

#[test]
fn messages_for_programs_are_json_on_standard_output() {
    let workspace = small();
    workspace.edit("project.yaml", |text| text.replacen("client:", "cliënt:", 1));
    let output = workspace.spiegel(&["check", "fixtures/project", "--messages", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.lines().count() > 0);
    for line in text.lines() {
        let finding: serde_json::Value = serde_json::from_str(line).unwrap();
        for key in ["code", "severity", "path", "line", "column", "cell", "message", "help"] {
            assert!(finding.get(key).is_some(), "{key} in {line}");
        }
    }
}

#[test]
fn exported_data_stands_alone_on_standard_output() {
    let workspace = small();
    std::fs::write(workspace.project().join("antwoorden/2023/lees-mij.docx"), "tekst").unwrap();
    for style in ["json", "short", "full"] {
        let output =
            workspace.spiegel(&["export", "cijfers", "fixtures/project", "--messages", style]);
        assert_eq!(output.status.code(), Some(0), "{}", screen(&output));
        assert!(screen(&output).contains("file-skipped"), "{}", screen(&output));
        let rows: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
        assert!(rows.iter().all(|row| row.get("question").is_some()));
    }
}

#[test]
fn a_data_file_is_keyed_by_what_it_was_made_from() {
    let workspace = small();
    let entry = || {
        assert_eq!(workspace.build(&[]).status.code(), Some(0));
        let manifest = std::fs::read(workspace.path("out/manifest.json")).unwrap();
        let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
        manifest["files"]["openbaar/cijfers.json"].clone()
    };
    let first = entry();
    assert_eq!(entry(), first, "nothing changed");
    workspace.edit("project.yaml", |text| format!("{text}\n# a remark\n"));
    let remarked = entry();
    assert_eq!(remarked["sha256"], first["sha256"]);
    assert_eq!(remarked["key"], first["key"], "its content is the same");
    workspace.edit("antwoorden/2021.csv", |text| text.replacen(";Ja;", ";Nee;", 1));
    assert_ne!(entry()["key"], remarked["key"], "the answers are others");
}

#[test]
fn a_template_fault_names_template_and_line() {
    let workspace = small();
    std::fs::create_dir(workspace.project().join("sjablonen")).unwrap();
    std::fs::write(
        workspace.project().join("sjablonen/factsheet.typ"),
        "goed\n{{ bestaat_niet }}\n",
    )
    .unwrap();
    workspace.edit("project.yaml", |text| format!("{text}\ntemplates: sjablonen\n"));
    let output = workspace.build(&["--messages", "short"]);
    assert_eq!(output.status.code(), Some(1), "{}", screen(&output));
    assert!(screen(&output).contains("factsheet.typ:2"), "{}", screen(&output));
    assert!(!workspace.path("out/manifest.json").exists(), "nothing was made");
}

#[test]
fn names_with_markup_characters_are_printed_as_they_are() {
    let workspace = small();
    let nasty = r##"#panic(1) *vet* $x$ @ref <label> "q" \ 'x' 🎉"##;
    workspace.edit("project.yaml", |text| {
        let quoted = serde_json::to_string(nasty).unwrap();
        text.lines()
            .map(|line| match line.starts_with("client:") {
                true => format!("client: {quoted}\n"),
                false => format!("{line}\n"),
            })
            .collect()
    });
    let output = workspace.build(&[]);
    assert_eq!(output.status.code(), Some(0), "{}", screen(&output));
    let files = contents(&workspace.path("out"));
    let report = files.iter().find(|(path, _)| path.contains("landelijk-rapport")).unwrap().1;
    let pdf = lopdf::Document::load_mem(report).unwrap();
    let text = pdf.extract_text(&[1]).unwrap();
    assert!(text.contains("#panic(1) *vet* $x$ @ref <label>"), "{text}");
}

#[cfg(unix)]
#[test]
fn an_output_folder_that_cannot_be_made_is_a_finding() {
    let workspace = small();
    std::fs::write(workspace.path("bezet"), "a file, not a folder").unwrap();
    let output = workspace.spiegel(&[
        "build",
        "fixtures/project",
        "--output",
        "bezet",
        "--messages",
        "short",
    ]);
    assert_eq!(output.status.code(), Some(1), "{}", screen(&output));
    assert!(screen(&output).contains("output-not-written"), "{}", screen(&output));
    assert!(
        screen(&output).contains("nothing was made; move away the file"),
        "{}",
        screen(&output)
    );
}

#[test]
fn a_build_that_cannot_replace_one_file_replaces_none() {
    let workspace = small();
    assert_eq!(workspace.build(&[]).status.code(), Some(0));
    let out = workspace.path("out");
    let before = contents(&out);
    let last = before.keys().rfind(|path| path.ends_with(".pdf")).unwrap();
    let place = out.join(last);
    std::fs::remove_file(&place).unwrap();
    std::fs::create_dir(&place).unwrap();
    std::fs::write(place.join("van-mij.txt"), "a file of the user").unwrap();
    let before = contents(&out);
    workspace.edit("project.yaml", |text| {
        let line = text.lines().find(|line| line.starts_with("date:")).unwrap().to_owned();
        text.replacen(&line, "date: 2024-02-29", 1)
    });
    let output = workspace.build(&[]);
    assert_eq!(output.status.code(), Some(1), "{}", screen(&output));
    for words in [last, "the earlier build still stands", "move away the folder"] {
        assert!(screen(&output).contains(words), "no `{words}`: {}", screen(&output));
    }
    assert!(contents(&out) == before, "every other file and the manifest are as they were");
    std::fs::remove_dir_all(&place).unwrap();
    assert_eq!(workspace.build(&[]).status.code(), Some(0), "after mending");
    assert!(contents(&out)[last].starts_with(b"%PDF"));
}

#[cfg(unix)]
#[test]
fn a_build_that_is_stopped_halfway_changes_nothing() {
    use std::process::{Command, Stdio};

    let workspace = Workspace::of("een-tegen-eenzaamheid");
    let out = workspace.path("out");
    std::fs::create_dir(&out).unwrap();
    std::fs::write(out.join("oud.txt"), "an earlier file").unwrap();
    let before = contents(&out);
    let mut child = Command::new(env!("CARGO_BIN_EXE_spiegel"))
        .args(["build", "fixtures/project", "--output", "out", "--workers", "1"])
        .current_dir(workspace.path("."))
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Wait until documents are being made: the staging folder is there.
    let staging = || {
        std::fs::read_dir(&out)
            .unwrap()
            .any(|entry| entry.unwrap().file_name().to_string_lossy().starts_with(".in-aanbouw-"))
    };
    while !staging() && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    let interrupt = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(interrupt.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", screen(&output));
    assert!(screen(&output).contains("nothing was changed"), "{}", screen(&output));
    assert_eq!(contents(&out), before);
}

#[cfg(unix)]
#[test]
fn a_build_that_is_stopped_while_it_reads_has_made_nothing() {
    use std::io::{BufRead, BufReader, Read};
    use std::process::{Command, Stdio};

    let workspace = Workspace::of("een-tegen-eenzaamheid");
    let mut child = Command::new(env!("CARGO_BIN_EXE_spiegel"))
        .args(["build", "fixtures/project", "--output", "out"])
        .current_dir(workspace.path("."))
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap());
    let mut first = String::new();
    lines.read_line(&mut first).unwrap();
    assert_eq!(first, "reading fixtures/project\n");
    let interrupt = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(interrupt.success());
    let mut rest = String::new();
    lines.read_to_string(&mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{rest}");
    assert_eq!(rest, "stopped: nothing was changed\n");
    assert!(!workspace.path("out").exists());
}

#[test]
fn two_editions_stand_beside_each_other_in_one_manifest() {
    let workspace = small();
    for wave in ["2022", "2023"] {
        let made = workspace.build(&["--wave", wave]);
        assert!(made.status.success(), "{}", screen(&made));
    }
    let files = listed(&contents(&workspace.path("out")));
    for wave in ["2022", "2023"] {
        let report = format!("openbaar/landelijk-rapport-{wave}.pdf");
        assert!(files.get(&report).is_some(), "{report}");
    }
}

#[test]
fn parts_made_apart_are_taken_up_as_if_made_at_once() {
    let workspace = small();
    assert!(workspace.build(&[]).status.success());
    let whole = contents(&workspace.path("out"));

    let workspace = small();
    for part in ["1/3", "3/3", "2/3"] {
        let made = workspace.build(&["--shard", part]);
        assert!(made.status.success(), "{}", screen(&made));
    }
    // Nothing stands in its place before all is there.
    let parts = contents(&workspace.path("out"));
    assert!(parts.keys().all(|path| path.starts_with("delen/")), "{:?}", parts.keys());
    let documents = |of: &BTreeMap<String, Vec<u8>>| {
        let names = of.keys().filter(|path| path.ends_with(".pdf"));
        names
            .map(|path| path.rsplit_once("van-3/").map_or(&**path, |(_, name)| name).to_owned())
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(documents(&parts), documents(&whole));
    let taken_up = workspace.build(&[]);
    let count = documents(&whole).len();
    let said = screen(&taken_up);
    assert!(said.contains(&format!("{count} documents ({count} unchanged)")), "{said}");
    assert_eq!(contents(&workspace.path("out")), whole);

    listed(&whole);

    // What a part finds current in the whole, or in itself, is not made again.
    let again = screen(&workspace.build(&["--shard", "1/1"]));
    assert!(again.contains(&format!("{count} documents ({count} unchanged)")), "{again}");
}

#[test]
fn a_part_that_does_not_exist_is_wrong_use() {
    for part in ["0/3", "4/3", "3", "1/0", "a/b"] {
        let output = small().build(&["--shard", part]);
        assert_eq!(output.status.code(), Some(2), "{part}");
        assert!(screen(&output).contains("part 2 of 8"), "{}", screen(&output));
    }
}
