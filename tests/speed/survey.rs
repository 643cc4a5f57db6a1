//! A survey that every municipality answered: the fixture, with its answers of 2023 given out
//! over all municipalities of that year.

use std::path::{Path, PathBuf};

use gemeentespiegel::calendar::Date;
use gemeentespiegel::register::Register;
use tempfile::TempDir;
use walkdir::WalkDir;

/// The file of which the answers are taken.
const ANSWERS: &str = "antwoorden/2023/west.csv";

/// A project folder that disappears with it.
pub(crate) struct Survey {
    folder: TempDir,
}

impl Survey {
    /// A copy of the fixture with an answer of every municipality in 2023.
    pub(crate) fn of_everyone() -> Self {
        let survey = Self { folder: TempDir::new().expect("a temporary folder") };
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        copy(&root.join("fixtures/een-tegen-eenzaamheid"), &survey.project());
        copy(&root.join("questionnaire"), &survey.path("questionnaire"));
        survey.spread_answers();
        survey.fit_project();
        survey
    }

    /// Its project folder.
    pub(crate) fn project(&self) -> PathBuf {
        self.path("fixtures/iedereen")
    }

    /// A path beside the project.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn spread_answers(&self) {
        let folder = self.project();
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b';')
            .from_path(folder.join(ANSWERS))
            .expect("the fixture's answers");
        let heading = reader.headers().expect("a heading").clone();
        let column = |name: &str| {
            heading.iter().position(|column| column == name).expect("the fixture has that column")
        };
        let (who, also) = (column("gemeente"), column("ook-voor"));
        let rows: Vec<_> = reader.records().map(|row| row.expect("a row of answers")).collect();
        let answers = folder.join("antwoorden/2023");
        std::fs::remove_dir_all(&answers).expect("the copy can be changed");
        std::fs::create_dir(&answers).expect("the copy can be changed");
        let mut all = csv::Writer::from_path(answers.join("iedereen.csv")).expect("a new file");
        all.write_record(&heading).expect("written");
        let day = Date::parse("2023-10-01").expect("a date");
        for (municipality, row) in Register::builtin().on(day).zip(rows.iter().cycle()) {
            let code = municipality.code.to_string();
            let row = row.iter().enumerate().map(|(column, cell)| match column {
                _ if column == who => code.as_str(),
                _ if column == also => "",
                _ => cell,
            });
            all.write_record(row).expect("written");
        }
        all.flush().expect("written");
    }

    /// Takes out what does not fit the new answers: who was invited then, and the fixture's
    /// own templates, which print figures that other answers may withhold.
    fn fit_project(&self) {
        let project = self.project().join("project.yaml");
        let mut text = std::fs::read_to_string(&project).expect("the project file");
        for line in ["    invited: uitgenodigd/2023.csv\n", "templates: sjablonen\n"] {
            assert!(text.contains(line), "the project file has the line {line:?}");
            text = text.replace(line, "");
        }
        std::fs::write(project, text).expect("written");
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in WalkDir::new(from).into_iter().map(|entry| entry.expect("a readable folder")) {
        let target = to.join(entry.path().strip_prefix(from).expect("inside the folder"));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(target).expect("a folder");
        } else {
            std::fs::copy(entry.path(), target).expect("a copy");
        }
    }
}
