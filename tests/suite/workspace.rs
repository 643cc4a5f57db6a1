//! Acting as a user does: a copy of a project in a folder of its own, and the command.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;
use walkdir::WalkDir;

/// A folder that disappears after the test, with a copy of a project in `project`.
pub(crate) struct Workspace {
    folder: TempDir,
}

impl Workspace {
    /// A copy of `fixtures/<name>` and of the questionnaire that it uses.
    pub(crate) fn of(name: &str) -> Self {
        let workspace = Self { folder: TempDir::new().unwrap() };
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        copy(&root.join("fixtures").join(name), &workspace.path("fixtures/project"));
        copy(&root.join("questionnaire"), &workspace.path("questionnaire"));
        workspace
    }

    /// A path inside the folder.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The project folder.
    pub(crate) fn project(&self) -> PathBuf {
        self.path("fixtures/project")
    }

    /// Keeps the first lines of each file of answers of 2023 of the large fixture: a small survey.
    pub(crate) fn keep_lines_of_2023(&self, lines: usize) {
        for part in ["noord-en-oost", "west", "zuid"] {
            self.edit(&format!("antwoorden/2023/{part}.csv"), |text| {
                text.lines().take(lines).map(|line| format!("{line}\n")).collect()
            });
        }
    }

    /// Changes a file of the project.
    pub(crate) fn edit(&self, file: &str, change: impl FnOnce(String) -> String) -> &Self {
        let path = self.project().join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        let changed = change(text.clone());
        assert_ne!(text, changed, "the edit of {file} changes it");
        std::fs::write(path, changed).unwrap();
        self
    }

    /// Runs `spiegel` with these arguments.
    pub(crate) fn spiegel(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_spiegel"))
            .args(arguments)
            .current_dir(self.folder.path())
            .output()
            .unwrap()
    }

    /// Runs `spiegel build` into `out`.
    pub(crate) fn build(&self, extra: &[&str]) -> Output {
        self.spiegel(&[&["build", "fixtures/project", "--output", "out"], extra].concat())
    }
}

/// Every file of a folder by relative path, without the lock.
pub(crate) fn contents(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file() && entry.file_name() != ".spiegel-lock")
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap();
            (path.to_str().unwrap().to_owned(), std::fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// The files that the manifest of a build lists, after a check that they are there with their
/// hashes, and that nothing else is.
pub(crate) fn listed(files: &std::collections::BTreeMap<String, Vec<u8>>) -> serde_json::Value {
    use sha2::{Digest, Sha256};

    let manifest: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    let listed = manifest["files"].as_object().unwrap();
    let present: Vec<_> = files.keys().filter(|path| *path != "manifest.json").collect();
    assert_eq!(listed.keys().collect::<Vec<_>>(), present);
    for (path, entry) in listed {
        let hash = Sha256::digest(&files[path]);
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(entry["sha256"], hash, "{path}");
    }
    manifest["files"].clone()
}

/// What a command wrote to the screen.
pub(crate) fn screen(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn copy(from: &Path, to: &Path) {
    for entry in WalkDir::new(from).into_iter().map(Result::unwrap) {
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(target).unwrap();
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
