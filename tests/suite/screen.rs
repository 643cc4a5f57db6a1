//! What reaches the screen: bounded, harmless, in one language, and no end of the program when
//! it can't be written.

use std::process::{Command, Output, Stdio};

use crate::workspace::{Workspace, screen};

const SPIEGEL: &str = env!("CARGO_BIN_EXE_spiegel");
const ANSWERS: &str = "antwoorden/2023/noord.csv";

/// A copy of the small project with many more rows: the last one, and each of another
/// municipality that does not exist.
fn with_unknown_municipalities(times: usize) -> Workspace {
    let workspace = Workspace::of("small");
    workspace.edit(ANSWERS, |text| {
        let last = text.trim_end().lines().next_back().unwrap().to_owned();
        let (_, answers) = last.split_once(',').unwrap();
        let more: String = (0..times).map(|at| format!("Nergens {at},{answers}\n")).collect();
        format!("{}\n{more}", text.trim_end())
    });
    workspace
}

#[test]
fn the_first_findings_of_each_kind_are_shown_and_the_others_counted() {
    let workspace = with_unknown_municipalities(2000);
    let lines = |more: &[&str]| {
        let arguments = [&["check", "fixtures/project"], more].concat();
        let output = workspace.spiegel(&arguments);
        assert_eq!(output.status.code(), Some(1));
        let text = screen(&output) + &String::from_utf8(output.stdout).unwrap();
        text.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let short = lines(&["--messages", "short"]);
    let of = |lines: &[String], words: &str| lines.iter().filter(|l| l.contains(words)).count();
    assert_eq!(of(&short, "[unknown-municipality]"), 21, "{short:#?}");
    let more = short.iter().find(|line| line.contains("more errors of this kind")).unwrap();
    assert!(
        more.starts_with(&format!("{ANSWERS}: error[unknown-municipality]: 1980 more")),
        "{more}"
    );
    assert!(
        short.iter().any(|line| line.starts_with("2000 errors")),
        "all are counted: {short:#?}"
    );
    assert!(lines(&[]).len() < 500, "frames too");
    assert_eq!(of(&lines(&["--messages", "short", "--all"]), "[unknown-municipality]"), 2000);
    let json = lines(&["--messages", "json"]);
    let json: Vec<serde_json::Value> =
        json.iter().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let unknown = json.iter().filter(|finding| finding["code"] == "unknown-municipality");
    assert_eq!(unknown.clone().count(), 21);
    assert_eq!(unknown.filter_map(|finding| finding["more"].as_u64()).sum::<u64>(), 1980);
}

#[test]
fn a_file_of_another_survey_does_not_flood_the_screen() {
    let workspace = Workspace::of("small");
    workspace.edit(ANSWERS, |text| {
        let columns: String = (0..559).map(|number| format!(";vreemd{number}")).collect();
        let (head, rows) = text.split_once('\n').unwrap();
        format!("{}{columns}\n{rows}", head.trim_end())
    });
    let output = workspace.spiegel(&["check", "fixtures/project"]);
    assert_eq!(output.status.code(), Some(1));
    let lines = screen(&output).lines().count();
    assert!(lines < 400, "{lines} lines");
}

#[test]
fn no_escape_code_and_no_turn_of_direction_reaches_the_screen() {
    let nasty = "A\\e[31mB\\u202eC\\u009bD";
    let workspace = Workspace::of("small");
    workspace.edit("questionnaire.yaml", |text| {
        let title = text.lines().find(|line| line.starts_with("title:")).unwrap().to_owned();
        text.replacen(&title, &format!("title: \"{nasty}\""), 1).replacen(
            "label: \"Ja\"",
            &format!("label: \"Ja {nasty}\""),
            1,
        )
    });
    let folder = workspace.path("map\u{1b}[32m\u{202e}");
    std::fs::rename(workspace.path("fixtures"), &folder).unwrap();
    let project = folder.join("project").to_str().unwrap().to_owned();
    let document = "factsheet-2023:GM0106";
    for arguments in [
        &["check", &project][..],
        &["check", &project, "--messages", "json"],
        &["build", &project, "--output", "out\u{1b}[33m"],
        &["build", &project, "--output", "out\u{1b}[33m", "--list"],
        &["explain", &project, document, "week-lezen-en-schrijven"],
        &["explain", &project, document, "week-lezen-en-schrijven", "--messages", "json"],
        &["explain", &project, "factsheet\u{1b}[31m", "8"],
        &["check", "er-niet\u{1b}[31m"],
        &["help", "er-niet\u{1b}[31m"],
        &["er-niet\u{1b}[31m"],
        &["export", "tabellen", &format!("{project}\u{202e}")],
    ] {
        let output = workspace.spiegel(arguments);
        let shown = screen(&output) + &String::from_utf8_lossy(&output.stdout);
        assert!(!shown.is_empty());
        assert!(!shown.contains(['\u{1b}', '\u{202e}', '\u{9b}']), "{arguments:?}: {shown:?}");
    }
}

#[test]
fn a_screen_that_is_gone_does_not_end_the_work() {
    let workspace = Workspace::of("small");
    let run = |arguments: &[&str], out: Stdio, error: Stdio| {
        let mut command = Command::new(SPIEGEL);
        command.args(arguments).current_dir(workspace.path("."));
        let mut child = command.stdout(out).stderr(error).spawn().unwrap();
        // Who reads goes away at once.
        drop((child.stdout.take(), child.stderr.take()));
        child.wait().unwrap().code()
    };
    let check = ["check", "fixtures/project"];
    let build = ["build", "fixtures/project", "--output", "out"];
    assert_eq!(run(&check, Stdio::null(), Stdio::piped()), Some(0));
    assert_eq!(run(&build, Stdio::null(), Stdio::piped()), Some(0));
    assert!(workspace.path("out/manifest.json").exists());
    assert_eq!(
        run(&["export", "tabellen", "fixtures/project"], Stdio::piped(), Stdio::null()),
        Some(0)
    );
    assert_eq!(run(&["--help"], Stdio::piped(), Stdio::null()), Some(0));
    if std::fs::exists("/dev/full").unwrap_or_default() {
        let full = || Stdio::from(std::fs::File::create("/dev/full").unwrap());
        assert_eq!(run(&build, full(), full()), Some(0));
        for arguments in [
            &["export", "tabellen", "fixtures/project"][..],
            &["export", "messages"],
            &["help", "unknown-option"],
            &["help", "--all"],
            &["--help"],
            &["--licenses"],
            &["completions", "bash"],
            &["man"],
            &["build", "fixtures/project", "--output", "out", "--list"],
            &["explain", "fixtures/project", "landelijk-rapport-2023", "24"],
        ] {
            assert_eq!(run(arguments, full(), Stdio::null()), Some(2), "{arguments:?}");
        }
    } else {
        println!("no /dev/full here: a full screen is not tried");
    }
}

/// Runs `spiegel` in a folder of the workspace, with these variables of the environment.
fn run_in(workspace: &Workspace, folder: &str, arguments: &[&str], set: &[(&str, &str)]) -> Output {
    let mut command = Command::new(SPIEGEL);
    command.args(arguments).current_dir(workspace.path(folder)).envs(set.iter().copied());
    command.output().unwrap()
}

#[test]
fn inside_the_project_its_folder_need_not_be_named() {
    let workspace = Workspace::of("small");
    for arguments in [
        &["check"][..],
        &["build", "--output", "../../out"],
        &["explain", "landelijk-rapport-2023", "24"],
        &["export", "tabellen"],
    ] {
        let output = run_in(&workspace, "fixtures/project", arguments, &[]);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", screen(&output));
        let output = run_in(&workspace, "questionnaire", arguments, &[]);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", screen(&output));
        let said = "error: there is no `project.yaml` in this folder";
        assert!(screen(&output).starts_with(said), "{}", screen(&output));
    }
}

#[test]
fn colours_and_quiet_are_as_asked() {
    let workspace = Workspace::of("small");
    workspace.edit("project.yaml", |text| text.replacen("client:", "cliënt:", 1));
    let run = |arguments: &[&str], set: &[(&str, &str)]| {
        screen(&run_in(&workspace, "fixtures/project", &[&["check"], arguments].concat(), set))
    };
    let coloured = |text: &str| text.contains("\u{1b}[");
    assert!(coloured(&run(&["--color", "always"], &[("NO_COLOR", "1"), ("TERM", "dumb")])));
    assert!(!coloured(&run(&["--color", "never"], &[])));
    assert!(!coloured(&run(&[], &[])), "this is no terminal");
    let quiet = run(&["--quiet", "--messages", "short"], &[]);
    assert!(quiet.lines().all(|line| line.contains("error[")), "{quiet}");
    let good = Workspace::of("small");
    let output = run_in(&good, ".", &["build", "fixtures/project", "-o", "out", "--quiet"], &[]);
    assert!(screen(&output).lines().all(|line| !line.starts_with("plan")), "{}", screen(&output));
    assert!(!screen(&output).contains("reading"), "{}", screen(&output));
}

#[test]
fn paths_and_reasons_are_in_the_words_of_the_user() {
    let workspace = Workspace::of("small");
    std::fs::write(workspace.path("vol"), "a file").unwrap();
    let project = "./fixtures/../fixtures/./project";
    let mut all = String::new();
    for arguments in [
        &["check", project][..],
        &["build", project, "--output", "./out/../uit/"],
        &["build", project, "--output", "vol"],
        &["build", project, "--output", "vol/binnen"],
        &["export", "tabellen", project, "--output", "./er/niet/x.json"],
        &["export", "tabellen", project, "--output", "vol/x.json"],
    ] {
        all.push_str(&screen(&workspace.spiegel(arguments)));
    }
    for wrong in ["os error", ".tmp", ".in-aanbouw", "./", "../"] {
        assert!(!all.contains(wrong), "{wrong}: {all}");
    }
    assert!(
        all.contains("reading fixtures/project\n") && all.contains("they are in uit\n"),
        "{all}"
    );
    assert!(all.contains("`er/niet/x.json` can't be written: it does not exist"), "{all}");
}

#[test]
fn completions_and_manual_pages_know_all_commands_and_options() {
    let workspace = Workspace::of("small");
    let given = |arguments: &[&str]| {
        let output = workspace.spiegel(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", screen(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = given(&["completions", shell]);
        for word in ["spiegel", "check", "build", "municipality", "quiet", "tabellen"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    let page = given(&["man"]);
    for word in [".TH spiegel", "completions", "Exit codes", "\\-\\-color"] {
        assert!(page.contains(word), "{word}: {page}");
    }
    assert!(given(&["man", "build"]).contains("\\-\\-municipality"));
    let help = given(&["--help"]);
    assert!(help.contains("Exit codes: 0 good"), "{help}");
}
