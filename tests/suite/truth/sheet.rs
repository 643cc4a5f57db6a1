//! What the boxes and lists of the two sheets of a municipality say: each is recomputed from its
//! own answers and those of all.

use super::reader::{Checked, Reader, What, percent};
use super::survey::{Kind, NOW, Question, Survey};

/// A part of a sheet that says something of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// What less than half answered too.
    Unlike,
    /// What was another answer before.
    Changed,
    /// Who ticked this too.
    Ticked,
    Does,
    DoesNot,
    Other,
}

/// Where the reader is on a sheet.
#[derive(Debug)]
pub(super) struct Place {
    part: Part,
    /// The number, or the words, that the next paragraph is about.
    before: String,
}

impl Place {
    pub(super) const fn start() -> Self {
        Self { part: Part::Other, before: String::new() }
    }
}

/// The heading or line that begins a part.
fn begins(text: &str) -> Option<Part> {
    Some(match text {
        "Anders dan de meeste" => Part::Unlike,
        "Veranderd" | "Anders dan de vorige keer" => Part::Changed,
        "deelnemers die dit ook noemen" => Part::Ticked,
        _ if text.starts_with("Dit doet of heeft ") && text.ends_with(" niet") => Part::DoesNot,
        _ if text.starts_with("Dit doet of heeft ") => Part::Does,
        "Eerste keer" | "Antwoorden op de hoofdvragen" | "Aantekeningen" | "Wat nu?" => Part::Other,
        _ if ["Hierop gaf ", "Dit antwoordde ", "Thema ", "Zo leest u dit"]
            .iter()
            .any(|start| text.starts_with(start)) =>
        {
            Part::Other
        }
        _ => return None,
    })
}

/// A percentage, or of fewer than ten a count.
fn printed(count: usize, base: usize) -> String {
    if base < 10 { count.to_string() } else { format!("{}%", percent(count, base)) }
}

impl Reader<'_> {
    /// Reads a paragraph of a sheet; `None` when it is none of a known form.
    pub(super) fn on_a_sheet(&mut self, text: &str) -> Option<Checked> {
        self.own?;
        if let Some(part) = begins(text) {
            self.place = Place { part, before: String::new() };
            return Some(Ok(()));
        }
        if text.ends_with("voor het eerst in. Er is nog geen vergelijking met eerdere jaren.")
            || text.contains(" vulde de vragenlijst voor het eerst in.")
        {
            return Some(self.first_time());
        }
        if text.contains(" geen antwoord dat minder dan de helft van de deelnemers gaf") {
            return Some(self.all_with_most());
        }
        if text.contains(" noemde hier niets") {
            self.place.part = Part::Other;
            self.checked += 1;
            let ranked = |question: &Question| question.figure == Some("ranking");
            let at = self.key_questions().find(|(_, question)| ranked(question));
            let (at, _) = at.expect("a ranked question");
            let any = (0..self.survey.questions[at].options).any(|one| self.chose(NOW, at, 0, one));
            let said = if any { Err("it did".to_owned()) } else { Ok(()) };
            return Some(match text.split_once("Het vaakst genoemd: ") {
                Some((_, most)) => said.and_then(|()| self.ticked_most(most)),
                None => said,
            });
        }
        if let Some((_, told)) = text.split_once(" kiest ")
            && self.place.part == Part::Other
        {
            return Some(self.headline_of_sheet(told));
        }
        let before = std::mem::replace(&mut self.place.before, text.to_owned());
        let small = text.to_lowercase();
        match self.place.part {
            Part::Unlike if small.starts_with("kiest ") => Some(self.unlike(&small, &before)),
            Part::Changed if text.contains("2022: ") => Some(self.changed(&before, text)),
            Part::Ticked if before == "–" => Some(Ok(())),
            Part::Ticked if small.starts_with("keus ") => Some(self.ticked(&small, &before)),
            part @ (Part::Does | Part::DoesNot) if text.starts_with("Onderwerp ") => {
                Some(self.does(text, part == Part::Does))
            }
            _ => None,
        }
    }

    /// The key questions; where there are none all that are put to everyone.
    fn key_questions(&self) -> impl Iterator<Item = (usize, &Question)> {
        let any = self.survey.questions.iter().any(|question| question.key);
        let key = move |question: &Question| {
            if any { question.key } else { question.kind != Kind::Open }
        };
        self.survey.questions.iter().enumerate().filter(move |(_, question)| key(question))
    }

    fn first_time(&mut self) -> Checked {
        self.checked += 1;
        let then = self.own.is_some_and(|own| self.survey.answers.contains_key(&(2022, own)));
        if then { Err("it took part before".to_owned()) } else { Ok(()) }
    }

    /// What was chosen by the municipality itself.
    fn chose(&self, wave: u16, question: usize, row: usize, option: usize) -> bool {
        let given = self.own.and_then(|own| self.survey.answers.get(&(wave, own)));
        given.and_then(|given| given.get(&(question, row))).is_some_and(|own| own.contains(&option))
    }

    /// The option of `kiest keus ab`, and the rows of `bij deel aa, deel ab en nog 2`.
    fn choice(&self, text: &str) -> Result<(usize, usize, Vec<usize>), String> {
        let label = text.split("keus ").nth(1).ok_or("no option")?;
        let What::Option(question, option) =
            self.find(&format!("keus {}", &label[..label.len().min(2)]))?
        else {
            return Err("no option".to_owned());
        };
        let rows = text.split("deel ").skip(1).map(|label| {
            match self.find(&format!("deel {}", &label[..label.len().min(2)]))? {
                What::Row(_, row) => Ok(row),
                other => Err(format!("{other:?}")),
            }
        });
        Ok((question, option, rows.collect::<Result<_, _>>()?))
    }

    fn unlike(&mut self, text: &str, number: &str) -> Checked {
        self.checked += 1;
        let (question, option, rows) = self.choice(text)?;
        let limit = if rows.is_empty() { 2 } else { 4 };
        let cells = if rows.is_empty() { vec![0] } else { rows };
        for (place, row) in cells.into_iter().enumerate() {
            let (count, base) = self.counted(question, row, option);
            let said = printed(count, base);
            let first = place == 0 && said != number;
            if !self.chose(NOW, question, row, option) || limit * count >= base || first {
                return Err(format!("{count} of {base} beside `{number}`"));
            }
        }
        Ok(())
    }

    fn counted(&self, question: usize, row: usize, option: usize) -> (usize, usize) {
        let given = self.given(NOW, question, row);
        (given.iter().filter(|(_, own)| own.contains(&option)).count(), given.len())
    }

    fn changed(&mut self, now: &str, then: &str) -> Checked {
        self.checked += 1;
        let (question, option, rows) = self.choice(&now.to_lowercase())?;
        let (_, before, _) = self.choice(then)?;
        for row in if rows.is_empty() { vec![0] } else { rows } {
            let right = self.chose(NOW, question, row, option)
                && self.chose(2022, question, row, before)
                && option != before;
            if !right {
                return Err(format!("question {question}, row {row}"));
            }
        }
        Ok(())
    }

    fn ticked(&mut self, label: &str, number: &str) -> Checked {
        self.checked += 1;
        let (question, option, _) = self.choice(label)?;
        let (count, base) = self.counted(question, 0, option);
        let said = printed(count, base);
        let right = said == number && self.chose(NOW, question, 0, option);
        if right { Ok(()) } else { Err(format!("{count} of {base} beside `{number}`")) }
    }

    /// `keus aa en keus ab (elk 59%).`
    fn ticked_most(&mut self, text: &str) -> Checked {
        let (labels, number) = text.split_once(" (").ok_or("no number")?;
        let named = labels.split(" en ").flat_map(|part| part.split(", "));
        let named = named.map(|label| self.find(label)).collect::<Result<Vec<_>, _>>()?;
        let Some(What::Option(question, option)) = named.first().copied() else {
            return Err("no option".to_owned());
        };
        let (count, base) = self.counted(question, 0, option);
        let said = printed(count, base);
        let told = number.trim_start_matches("elk ").trim_end_matches([')', '.']);
        match self.most(question, NOW) == named && said == told {
            true => Ok(()),
            false => Err(format!("{count} of {base}, most {:?}", self.most(question, NOW))),
        }
    }

    /// `kiest keus aa en kiest keus bb, anders dan in 2022`.
    fn headline_of_sheet(&mut self, text: &str) -> Checked {
        self.checked += 1;
        let parts: Vec<_> = text.split("kiest ").collect();
        for part in &parts {
            let (question, option, rows) = self.choice(part)?;
            let (now, then) = match rows.is_empty() {
                true => {
                    (self.chose(NOW, question, 0, option), self.chose(2022, question, 0, option))
                }
                false => (
                    rows.iter().all(|row| self.chose(NOW, question, *row, option)),
                    rows.iter().any(|row| self.chose(2022, question, *row, option)),
                ),
            };
            if !now || (part.contains("anders dan in 2022") && then) {
                return Err(format!("`{part}` is not its answer"));
            }
        }
        Ok(())
    }

    /// That each own answer to a question with one answer was given by at least half.
    fn all_with_most(&mut self) -> Checked {
        self.checked += 1;
        let one_answer =
            |question: &Question| matches!(question.kind, Kind::Single | Kind::Numeric);
        for (at, question) in self.key_questions().filter(|(_, question)| one_answer(question)) {
            for option in (0..question.options).filter(|option| self.chose(NOW, at, 0, *option)) {
                let (count, base) = self.counted(at, 0, option);
                if 2 * count < base {
                    return Err(format!("question {at}: {count} of {base}"));
                }
            }
        }
        Ok(())
    }

    /// The first options of a marked question are what is done, the last is not doing it.
    fn does(&mut self, text: &str, done: bool) -> Checked {
        self.checked += 1;
        let letter = text.chars().nth("Onderwerp ".len()).ok_or("no question")?;
        let at = usize::try_from(u32::from(letter) - u32::from('a')).expect("a small letter");
        let question = &self.survey.questions[at];
        let not = self.chose(NOW, at, 0, question.options - 1);
        if question.marked && not != done {
            Ok(())
        } else {
            Err(format!("question {at}, marked {}, not done {not}", question.marked))
        }
    }
}

#[test]
fn a_reader_of_a_sheet_notices_what_is_untrue() {
    let survey = Survey::counted(Kind::Single, &[4, 9], &[3, 13]);
    // It chose the first option both times.
    let chose = |wave, code| {
        let given = survey.answers.get(&(wave, code));
        given.is_some_and(|given| given[&(0, 0)].contains(&0))
    };
    let mut all = survey.answers.keys().map(|(_, code)| *code);
    let own = all.find(|code| chose(NOW, *code) && chose(2022, *code));
    assert!(own.is_some());
    let untrue = |paragraphs: &[&str]| {
        let mut reader = Reader::of(&survey, own);
        paragraphs.iter().for_each(|paragraph| reader.read(paragraph));
        assert!(reader.checked > 0 || !reader.untrue.is_empty(), "{paragraphs:?}");
        !reader.untrue.is_empty()
    };
    assert!(!untrue(&["Anders dan de meeste", "19%", "kiest keus aa"]));
    for paragraphs in [
        &["Anders dan de meeste", "20%", "kiest keus aa"][..],
        &["Anders dan de meeste", "81%", "kiest keus ab"],
        &["Veranderd", "kiest keus aa", "(2022: keus ab)"],
        &["Ede kiest keus aa, anders dan in 2022."],
        &["Ede vulde de vragenlijst voor het eerst in."],
        &["Ede gaf op de hoofdvragen geen antwoord dat minder dan de helft van de deelnemers gaf."],
    ] {
        assert!(untrue(paragraphs), "{paragraphs:?}");
    }
}
