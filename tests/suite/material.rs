//! What a project brings besides the questionnaire: files that are left, changes to the register,
//! a logo, a title. Told by the command at its place, and used where it is right.

use crate::workspace::{Workspace, screen};

/// The screen of `check` after these lines were put before `waves:` of the small project.
fn check(workspace: &Workspace, keys: &str) -> (Option<i32>, String) {
    workspace.edit("project.yaml", |text| text.replacen("waves:", &format!("{keys}\nwaves:"), 1));
    let output = workspace.spiegel(&["check", "fixtures/project", "--messages", "short"]);
    (output.status.code(), screen(&output))
}

#[test]
fn a_file_that_is_not_read_is_an_error_until_the_project_says_leave_it() {
    let workspace = Workspace::of("small");
    std::fs::write(workspace.project().join("antwoorden/2023/zuid.sav"), "$FL2").unwrap();
    let (code, told) = check(&workspace, "data_note: Verzonnen.");
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("antwoorden/2023/zuid.sav: error[unread-file]"), "{told}");
    let (code, told) = check(&workspace, "ignore_files: [antwoorden/2023/zuid.sav]");
    assert_eq!(code, Some(0), "{told}");
    assert!(!told.contains("zuid.sav"), "{told}");
}

#[test]
fn a_wave_outside_the_register_is_told_until_the_project_brings_its_changes() {
    let workspace = Workspace::of("small");
    let later = |text: String| {
        text.replace("reference_date: \"2023-10-01\"", "reference_date: \"2025-01-01\"")
            .replace("year: 2023", "year: 2024")
    };
    workspace.edit("project.yaml", later);
    workspace.edit("questionnaire.yaml", |text| text.replace("2023", "2024"));
    let (_, told) = check(&workspace, "data_note: Verzonnen.");
    let unknown = "the register knows the municipalities from 2019-01-01 to 2024-12-31";
    assert!(told.contains("warning[outside-register]") && told.contains(unknown), "{told}");
    let rows = "date,old_code,old_name,new_code,new_name,kind\n\
                2025-01-01,GM0106,Asen,GM2001,Assen aan het Kanaal,samenvoeging\n";
    std::fs::write(workspace.project().join("herindelingen.csv"), rows).unwrap();
    let key = "register: { until: 2025-12-31, file: herindelingen.csv }";
    let (code, told) = check(&workspace, key);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("herindelingen.csv:2:19: error[register-unsound]"), "{told}");
    assert!(told.contains("GM0106 is Assen, not `Asen`"), "{told}");
    let file = workspace.project().join("herindelingen.csv");
    std::fs::write(&file, rows.replace("Asen", "Assen")).unwrap();
    let output = workspace.spiegel(&["check", "fixtures/project", "--messages", "short"]);
    let told = screen(&output);
    assert!(!told.contains("outside-register") && !told.contains("register-unsound"), "{told}");
    // It answered under its old name, and is told what became of it.
    assert!(told.contains("it ended on 2024-12-31"), "{told}");
    assert!(told.contains("Assen aan het Kanaal"), "{told}");
}

#[test]
fn a_logo_that_documents_can_not_show_is_told_at_its_key_by_check() {
    let drawing = |inside: &str| {
        format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>{inside}</svg>")
    };
    let filter = drawing(
        "<filter id='f'><feGaussianBlur stdDeviation='9'/></filter><rect width='9' height='9' filter='url(#f)'/>",
    );
    let png =
        [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x09\0\0\0\x09\x08\x06"[..], &[0; 30]].concat();
    for (name, bytes, why) in [
        ("merk.svg", filter.into_bytes(), "has a filter"),
        ("merk.svg", b"<svg><g></svg>".to_vec(), "is no SVG"),
        ("merk.png", png, "can't stand in a document"),
    ] {
        let workspace = Workspace::of("small");
        std::fs::write(workspace.project().join(name), &bytes).unwrap();
        let (code, told) = check(&workspace, &format!("logo: {{ file: {name}, alt: Merk }}"));
        assert_eq!(code, Some(1), "{name} {why}: {told}");
        assert!(told.contains("project.yaml:") && told.contains("error[unfit-logo]"), "{told}");
        assert!(told.contains(why), "{why}: {told}");
    }
    let workspace = Workspace::of("small");
    let whole = drawing("<rect width='9' height='9'/>");
    std::fs::write(workspace.project().join("merk.svg"), whole).unwrap();
    assert_eq!(check(&workspace, "logo: { file: merk.svg, alt: Merk }").0, Some(0));
}

#[test]
fn paths_of_another_system_and_with_other_accents_are_understood_or_told() {
    let workspace = Workspace::of("small");
    workspace.edit("project.yaml", |text| {
        text.replace("responses: antwoorden/2023", r"responses: antwoorden\2023")
    });
    let (code, told) = check(&workspace, "data_note: Verzonnen.");
    assert_eq!(code, Some(1), "{told}");
    let output = workspace.spiegel(&["check", "fixtures/project"]);
    assert!(screen(&output).contains("`antwoorden/2023`"), "{}", screen(&output));
    let (apart, one) = ("e\u{301}e\u{301}n", "één");
    let folder = workspace.project().join("antwoorden");
    std::fs::rename(folder.join("2023"), folder.join(apart)).unwrap();
    workspace.edit("project.yaml", |text| {
        text.replace(r"antwoorden\2023", &format!("antwoorden/{one}"))
    });
    let output = workspace.spiegel(&["check", "fixtures/project"]);
    assert_eq!(output.status.code(), Some(0), "{}", screen(&output));
}
