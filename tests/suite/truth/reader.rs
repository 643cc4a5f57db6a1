//! Reads sentences as a suspicious reader would: knows the answers, counts them anew, and
//! recomputes each superlative and the numbers beside it. A sentence with a superlative that it does
//! not understand is untrue to it.

use std::collections::BTreeSet;

use gemeentespiegel::register::MunicipalityCode;

use super::sheet::Place;
use super::survey::{Kind, NOW, Question, Survey, letter};

/// Words that say which is the most, what came first, what is the same, and what moved.
const TRIGGERS: [&str; 22] = [
    "vaakst",
    "vaak",
    "grootst",
    "grootste",
    "kleinst",
    "kleinste",
    "minst",
    "minste",
    "meest",
    "meeste",
    "eerst",
    "eerste",
    "bovenaan",
    "gestegen",
    "gedaald",
    "gelijk",
    "veranderd",
    "stijging",
    "daling",
    "ook",
    "ander",
    "andere",
];

/// Sentences of the templates that say how to read, and nothing of an answer: their beginnings.
const GENERAL: [&str; 34] = [
    "van elke tien deelnemers",
    "Lees ook de factsheet",
    "‘Hoogstens’, ‘ten minste’",
    "Deelnemers met ditzelfde",
    "Alleen de landelijke totalen",
    "Ook vorige meting",
    "Onder een balk staat eerst",
    "In figuur staat per onderdeel ook",
    "Alleen bij hen",
    "Een verandering van minder dan",
    "Veranderden minder dan",
    "Omdat niet elk jaar",
    "Elke ingevulde vragenlijst",
    "Van andere gemeenten",
    "Van de andere gemeenten",
    "Een gemeente ziet haar eigen",
    "Een gemeente die tussen",
    "Een cijfer waaruit",
    "Wie een aanbod niet gebruikt",
    "De antwoorden zijn niet gewogen",
    "Alle uitgenodigde gemeenten",
    "Het rapport is openbaar",
    "Is een vraag veranderd",
    "Per vraag staat er eerst",
    "andere naam",
    "Het deel van de uitgenodigde",
    "Een gearceerd stuk",
    "Per onderdeel staat hier",
    "Is de vraag in",
    "Rechts staat het percentage",
    "U ziet hier wat andere",
    "U ziet uw eigen antwoorden",
    "De gemeente naast andere gemeenten",
    "Andere antwoorden van de gemeente",
];

/// What a label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    Option(usize, usize),
    Net(usize),
    Row(usize, usize),
}

pub(super) type Checked = Result<(), String>;

pub(super) struct Reader<'a> {
    pub(super) survey: &'a Survey,
    pub(super) own: Option<MunicipalityCode>,
    pub(super) place: Place,
    /// What the sentences before are about: options of one question, or a row.
    subject: Vec<What>,
    /// The option by which rows are compared.
    by: Option<(usize, usize)>,
    pub(super) checked: usize,
    pub(super) untrue: Vec<String>,
}

impl<'a> Reader<'a> {
    pub(super) const fn of(survey: &'a Survey, own: Option<MunicipalityCode>) -> Self {
        let place = Place::start();
        Self { survey, own, place, subject: Vec::new(), by: None, checked: 0, untrue: Vec::new() }
    }

    /// Forgets what was spoken of, at the heading of something else.
    pub(super) fn begin(&mut self) {
        self.subject.clear();
    }

    /// Reads a paragraph.
    pub(super) fn read(&mut self, paragraph: &str) {
        let text = paragraph.replace('\u{a0}', " ");
        let text = text.replace(" (figuur)", "").replace(" (tabel)", "");
        if let Some(read) = self.on_a_sheet(&text) {
            self.untrue.extend(read.err().map(|why| format!("{text}\n    {why}")));
            return;
        }
        for sentence in sentences(&text) {
            if let Err(why) = self.sentence(sentence) {
                self.untrue.push(format!("{sentence}\n    {why}"));
            }
        }
    }

    fn sentence(&mut self, sentence: &str) -> Checked {
        let before = self.checked;
        self.known(sentence)?;
        // A bound of a range, and the name of all other answers in a drawing.
        let told = sentence.replace("ten minste", "").replace(", ander antwoord ", " ");
        let words = told.split(|c: char| !c.is_alphanumeric() && c != '-');
        let trigger = words.map(str::to_lowercase).find(|word| TRIGGERS.contains(&word.as_str()));
        let general = || GENERAL.iter().any(|begin| sentence.starts_with(begin));
        match trigger {
            Some(word) if before == self.checked && !general() => {
                Err(format!("`{word}` is not understood"))
            }
            _ => Ok(()),
        }
    }

    /// Recomputes a sentence of a known form.
    fn known(&mut self, s: &str) -> Checked {
        if let Some((_, after)) = s.split_once(" kozen het vaakst ") {
            let (labels, numbers) = after.split_once(": ").ok_or("no number")?;
            self.leaders(labels, NOW)?;
            return self.each_has(numbers, NOW);
        }
        if let Some((labels, numbers)) = s.split_once(" zijn even vaak gegeven: elk door ") {
            self.leaders(labels, NOW)?;
            return self.each_has(numbers, NOW);
        }
        if let Some(rest) = s.strip_prefix("Daarna volg") {
            return self.next(rest);
        }
        if s.starts_with("Samengenomen zijn ")
            || s.starts_with("Andere antwoorden: ")
            || s.starts_with("Een ander antwoord: ")
        {
            self.checked += 1;
            return self.list(s);
        }
        if let Some((by, rows)) = s.split_once("’ is het grootst bij ") {
            let (_, label) = by.rsplit_once('‘').ok_or("no option")?;
            let What::Option(question, option) = self.find(label)? else {
                return Err("not an option".to_owned());
            };
            self.by = Some((question, option));
            return self.rows(rows, true);
        }
        if let Some(rows) = s.strip_prefix("Het kleinst is het bij ") {
            return self.rows(rows, false);
        }
        if let Some(rows) =
            s.strip_prefix("Bij ").and_then(|s| s.strip_suffix(" komt het niet voor"))
        {
            self.rows(rows, false)?;
            let row = self.subject.first().copied();
            return match row.and_then(|row| self.share(row, NOW)) {
                Some((0, _)) => Ok(()),
                other => Err(format!("{other:?}")),
            };
        }
        if let Some((first, rest)) = s.split_once(" op de eerste plaats") {
            return self.first_place(first, rest);
        }
        if let Some((start, rest)) = s.split_once(", het vaakst: ") {
            let year =
                numbers(start).first().copied().filter(|_| start.starts_with("De antwoorden van"));
            let wave = year.map_or(NOW, |year| u16::try_from(year).unwrap());
            let (labels, numbers) = rest.split_once(" (").unwrap_or((rest, ""));
            self.leaders(labels, wave)?;
            return if numbers.is_empty() { Ok(()) } else { self.brackets(numbers) };
        }
        if let Some(rest) = s.strip_prefix("Bovenaan bij onderwerp ") {
            return self.headline(rest);
        }
        if let Some((_, rest)) = s.split_once("Het vaakst gekozen ") {
            let (verb, rest) = rest.split_once(' ').ok_or("no verb")?;
            let (labels, numbers) = rest.split_once(": ").unwrap_or((rest, ""));
            self.leaders(labels, NOW)?;
            let fits = (verb == "is") == (self.subject.len() == 1);
            if !fits {
                return Err(format!("`{verb}` of {}", self.subject.len()));
            }
            return if numbers.is_empty() { Ok(()) } else { self.each_has(numbers, NOW) };
        }
        if let Some(rest) = s.strip_prefix("Dat is het vaakst gekozen: door ") {
            let labels = self.names()?;
            self.leaders(&labels, NOW)?;
            return self.each_has(rest, NOW);
        }
        if let Some(rest) = s.strip_prefix("Dat is samen met ") {
            let (labels, numbers) =
                rest.split_once(" het vaakst gekozen: elk door ").ok_or("form")?;
            let labels = format!("{} en {labels}", self.names()?);
            self.leaders(&labels, NOW)?;
            return self.each_has(numbers, NOW);
        }
        if let Some(rest) =
            s.strip_prefix("Dat antwoord gaf ").or(s.strip_prefix("Dat antwoord gaven "))
        {
            // Of a matrix one row is described, which the description does not name.
            if self.subject.is_empty() {
                self.checked += 1;
                return Ok(());
            }
            self.each_has(rest, NOW)?;
            let count = numbers(rest)[0];
            return if (count == 1) == s.contains(" gaf ") {
                Ok(())
            } else {
                Err("verb".to_owned())
            };
        }
        if let Some((label, rest)) =
            s.strip_prefix("Voor ‘").and_then(|s| s.split_once("’ was dat in "))
        {
            let what = self.find(label)?;
            return self.was(&[what], rest);
        }
        if let Some((label, rest)) =
            s.strip_prefix("Bij ‘").and_then(|s| s.split_once("’ was dat in "))
        {
            let what = self.find(label)?;
            return self.was(&[what], rest);
        }
        if s.starts_with("In ") && s.contains(" was dat ") {
            let subject = self.subject.clone();
            return self.was(&subject, &s[3..]);
        }
        if let Some((year, label)) = s.strip_prefix("In ").and_then(|s| {
            s.split_once(" was uw antwoord ‘").or(s.split_once(" was het antwoord ‘"))
        }) {
            return self.own_before(year, label.trim_end_matches('’'));
        }
        if s.starts_with("Bij ") && (s.contains(" ging ‘") || s.contains(" bleef het aantal ‘"))
        {
            return self.panel(s);
        }
        if s.starts_with("Bij ") && s.contains(" is het aandeel ‘") {
            return self.movements(s);
        }
        if s.contains(" geen cijfers van eerdere metingen") {
            return self.new_question();
        }
        if s.starts_with("Wie in 2022 meedeed, deed dat ook in") {
            self.checked += 1;
            let now = |code: &MunicipalityCode| self.survey.answers.contains_key(&(NOW, *code));
            let mut then = self.survey.answers.keys().filter(|(wave, _)| *wave == 2022);
            return match then.all(|(_, code)| now(code)) {
                true => Ok(()),
                false => Err("someone left".to_owned()),
            };
        }
        if s.contains("ook in 2022 mee") || s.contains("deed ook mee in 2022") {
            return self.took_part(s);
        }
        if s.contains("toelichtingen") && s.contains('‘') {
            return self.texts(s);
        }
        if let Some((group, rest)) =
            s.strip_prefix("Het antwoord van ").and_then(|s| s.split_once(" is ‘"))
        {
            let (label, numbers) =
                rest.split_once("’: ").unwrap_or((rest.trim_end_matches('’'), ""));
            if !group.starts_with("de gemeente") || group.starts_with("de gemeenten") {
                self.subject = vec![self.find(label)?];
                self.size(group)?;
                return if numbers.is_empty() { Ok(()) } else { self.each_has(numbers, NOW) };
            }
        }
        if let Some((counted, label)) =
            s.split_once(" gaven het antwoord ‘").or(s.split_once(" gaf het antwoord ‘"))
        {
            let (label, percent) = label.split_once('’').ok_or("form")?;
            self.subject = vec![self.find(label)?];
            return self.each_has(&format!("{counted}{percent}"), NOW);
        }
        if let Some((group, label)) = s.split_once(" gaan voor ").or(s.split_once(" gaat voor ")) {
            return self.claim(group, label);
        }
        // What a sheet says of an own answer, and what others gave.
        if let Some((_, rest)) = s.split_once(" gemeente kiest ") {
            let label: String = rest.chars().take("keus aa".len()).collect();
            self.subject = vec![self.find(&label)?];
            if rest.contains(" bij ") {
                let row = rest.split(" bij ").nth(1).unwrap_or_default();
                let row: String = row.chars().take("deel aa".len()).collect();
                if let (What::Option(question, option), Ok(What::Row(..))) =
                    (self.subject[0], self.find(&row))
                {
                    self.by = Some((question, option));
                    self.subject = vec![self.find(&row)?];
                }
            }
            if let Some((_, group)) = s.split_once(", net als ") {
                return self.size(group);
            }
        }
        if let Some((_, group)) = s.split_once("Dat geldt ook voor ") {
            return self.size(group);
        }
        if let Some((label, group)) =
            s.split_once(" is ‘").and_then(|(_, rest)| rest.split_once("’, net als bij "))
        {
            self.checked += 1;
            // A matrix is described by one row, which the description does not name.
            if let Ok(what @ (What::Option(question, _) | What::Net(question))) = self.find(label)
                && self.survey.questions[question].rows == 0
            {
                self.subject = vec![what];
                return self.size(group);
            }
            self.subject.clear();
            return Ok(());
        }
        if let Some((_, rest)) = s.split_once(" is ‘") {
            let label = rest.split('’').next().unwrap_or_default();
            let found = self.find(label).ok();
            let of_rows = |what: &What| matches!(what, What::Option(question, _) if self.survey.questions[*question].rows > 0);
            self.subject = found.into_iter().filter(|what| !of_rows(what)).collect();
        }
        if s.contains("‘samen ") || (s.contains(": ‘") && s.contains('(')) {
            self.checked += 1;
            return self.list(s);
        }
        if s.starts_with("Onderwerp") || s.starts_with("Vergelijken met") {
            self.checked += 1;
        }
        Ok(())
    }

    // ---- what is counted ----------------------------------------------------------------

    fn question(&self, at: usize) -> &'a Question {
        &self.survey.questions[at]
    }

    pub(super) fn find(&self, label: &str) -> Result<What, String> {
        let unknown = || format!("`{label}` is no label");
        let (word, code) = label.split_once(' ').ok_or_else(unknown)?;
        let mut letters = code.chars();
        let question = letters.next().ok_or_else(unknown)?;
        let at = |letter: char| usize::try_from(u32::from(letter) - u32::from('a')).unwrap();
        let question = at(question);
        if question >= self.survey.questions.len() {
            return Err(unknown());
        }
        match (word.to_lowercase().as_str(), letters.next()) {
            ("keus", Some(option)) => Ok(What::Option(question, at(option))),
            ("deel", Some(row)) => Ok(What::Row(question, at(row))),
            ("samen", None) => Ok(What::Net(question)),
            _ => Err(unknown()),
        }
    }

    fn labels(&self, text: &str) -> Result<Vec<What>, String> {
        let quoted = text.split('‘').skip(1).filter_map(|part| part.split('’').next());
        quoted.map(|label| self.find(label)).collect()
    }

    /// The option of a question (row) that something means, and the row.
    fn cell(&self, what: What) -> Option<(usize, usize, Vec<usize>)> {
        Some(match what {
            What::Option(question, option) => (question, 0, vec![option]),
            What::Net(question) => (question, 0, self.question(question).net.clone()),
            What::Row(question, row) => (question, row, vec![self.by?.1]),
        })
    }

    pub(super) fn given(
        &self,
        wave: u16,
        question: usize,
        row: usize,
    ) -> Vec<(MunicipalityCode, &'a BTreeSet<usize>)> {
        let of_wave = self.survey.answers.iter().filter(move |((of, _), _)| *of == wave);
        of_wave
            .filter_map(|((_, code), given)| Some((*code, given.get(&(question, row))?)))
            .collect()
    }

    /// How many of how many.
    fn share(&self, what: What, wave: u16) -> Option<(usize, usize)> {
        let (question, row, options) = self.cell(what)?;
        let given = self.given(wave, question, row);
        let chosen =
            |chosen: &BTreeSet<usize>| options.iter().any(|option| chosen.contains(option));
        Some((given.iter().filter(|(_, own)| chosen(own)).count(), given.len()))
    }

    /// The same municipalities in both waves: then, now, how many.
    fn both(&self, what: What) -> Option<(usize, usize, usize)> {
        let (question, row, options) = self.cell(what)?;
        let [before, now] = [2022, NOW].map(|wave| self.given(wave, question, row));
        let chosen = |own: &BTreeSet<usize>| options.iter().any(|option| own.contains(option));
        let mut both = (0, 0, 0);
        for (code, own) in now {
            if let Some((_, then)) = before.iter().find(|(other, _)| *other == code) {
                both.0 += usize::from(chosen(then));
                both.1 += usize::from(chosen(own));
                both.2 += 1;
            }
        }
        Some(both)
    }

    /// The options that most chose.
    pub(super) fn most(&self, question: usize, wave: u16) -> Vec<What> {
        let of = self.question(question);
        let all = (0..of.options).map(|option| What::Option(question, option));
        let counts: Vec<_> =
            all.map(|what| (what, self.share(what, wave).map_or(0, |(count, _)| count))).collect();
        let most = counts.iter().map(|(_, count)| *count).max().unwrap_or_default();
        counts
            .into_iter()
            .filter(|(_, count)| *count == most && most > 0)
            .map(|(what, _)| what)
            .collect()
    }

    // ---- forms --------------------------------------------------------------------------

    /// That exactly these were chosen most; they become the subject.
    fn leaders(&mut self, labels: &str, wave: u16) -> Checked {
        self.checked += 1;
        let mut told = self.labels(labels)?;
        told.sort();
        self.subject.clone_from(&told);
        let Some(What::Option(question, _)) = told.first() else {
            return Err("no option is named".to_owned());
        };
        let most = self.most(*question, wave);
        if most == told { Ok(()) } else { Err(format!("chosen most in {wave}: {most:?}")) }
    }

    fn names(&self) -> Result<String, String> {
        let name = |what: &What| match what {
            What::Option(question, option) => {
                Ok(format!("‘{}’", self.question(*question).option(*option)))
            }
            other => Err(format!("{other:?}")),
        };
        Ok(self.subject.iter().map(name).collect::<Result<Vec<_>, _>>()?.join(" en "))
    }

    /// That each of the subject has these numbers: `7 van de 16 (44%)`.
    fn each_has(&mut self, text: &str, wave: u16) -> Checked {
        self.checked += 1;
        let read = numbers(text);
        if self.subject.is_empty() {
            return Err("of what?".to_owned());
        }
        for what in &self.subject {
            let (count, base) = self.share(*what, wave).ok_or("no number")?;
            let expected = [count, base, percent(count, base)];
            if !(2..=3).contains(&read.len()) || read[..] != expected[..read.len()] {
                return Err(format!("{what:?} in {wave}: {count} of {base}"));
            }
        }
        Ok(())
    }

    /// `44%; in 2022 45%)`, `44%, ook in 2022)`, `elk 44%)` or `7 van de 9)` of the subject.
    fn brackets(&mut self, text: &str) -> Checked {
        self.checked += 1;
        let text = text.split(')').next().unwrap_or_default();
        for what in self.subject.clone() {
            let (count, base) = self.share(what, NOW).ok_or("no number")?;
            let now = percent(count, base);
            let read = numbers(text);
            let right = match text.contains('%') {
                true => read[0] == now,
                false => read[..] == [count, base] || read[..] == [count],
            };
            if !right {
                return Err(format!("{what:?}: {count} of {base}"));
            }
            if let Some(year) = read.iter().position(|number| *number == 2022) {
                let (count, base) = self.share(what, 2022).ok_or("nothing then")?;
                let then = percent(count, base);
                let said = if text.contains("ook in") { now } else { read[year + 1] };
                if said != then {
                    return Err(format!("{what:?} in 2022: {count} of {base}"));
                }
            }
        }
        Ok(())
    }

    /// Every `‘label’ (number)` of a list.
    fn list(&mut self, text: &str) -> Checked {
        let before = self.subject.clone();
        for part in text.split('‘').skip(1) {
            let Some((label, rest)) = part.split_once('’') else { continue };
            let Some(brackets) = rest.strip_prefix(" (") else { continue };
            if brackets.contains("t/m") || brackets.starts_with("niet getoond") {
                continue;
            }
            self.subject = vec![self.find(label)?];
            self.brackets(brackets)?;
        }
        self.subject = before;
        Ok(())
    }

    /// That these follow, in their order, and no other that has as much as the last.
    fn next(&mut self, text: &str) -> Checked {
        self.checked += 1;
        let named = self.labels(text)?;
        let Some(What::Option(question, _)) = named.first().copied() else {
            return Err("no option".to_owned());
        };
        let count = |what: &What| self.share(*what, NOW).map_or(0, |(count, _)| count);
        let counts: Vec<_> = named.iter().map(count).collect();
        let falls = counts.windows(2).all(|pair| pair[0] >= pair[1]);
        let others = (0..self.question(question).options)
            .map(|option| What::Option(question, option))
            .filter(|what| !named.contains(what) && !self.subject.contains(what));
        let last = counts.last().copied().unwrap_or_default();
        let most_left = others.map(|what| count(&what)).max().unwrap_or_default();
        let least_told = self.subject.iter().map(count).min().unwrap_or_default();
        let follows = counts.first().is_some_and(|first| *first < least_told);
        if !falls || !follows || most_left >= last {
            return Err(format!("{counts:?} after {least_told}, left out {most_left}"));
        }
        self.list(text)
    }

    /// That the share of an option is the largest (smallest) in exactly these rows.
    fn rows(&mut self, text: &str, largest: bool) -> Checked {
        self.checked += 1;
        let (question, _) = self.by.ok_or("by which option?")?;
        let mut named = self.labels(text)?;
        named.sort();
        let all = (0..self.question(question).rows).map(|row| What::Row(question, row));
        let shares: Vec<_> = all
            .filter_map(|row| Some((row, self.share(row, NOW)?)))
            .filter(|(_, (_, base))| *base > 0)
            .collect();
        let beats = |one: (usize, usize), other: (usize, usize)| {
            let (left, right) = (one.0 * other.1, other.0 * one.1);
            if largest { left > right } else { left < right }
        };
        let best: Vec<_> = shares
            .iter()
            .filter(|(_, share)| !shares.iter().any(|(_, other)| beats(*other, *share)))
            .map(|(row, _)| *row)
            .collect();
        if best != named {
            return Err(format!("expected {best:?} of {shares:?}"));
        }
        self.subject.clone_from(&named);
        let end = text.rsplit('’').next().unwrap_or_default();
        match end.trim_start().strip_prefix(": ").or(end.strip_prefix(": ")) {
            Some(numbers) if numbers.contains("van de") => self.each_has(numbers, NOW),
            _ => {
                for part in text.split('‘').skip(1) {
                    let Some((label, rest)) = part.split_once("’ (") else { continue };
                    let row = self.find(label)?;
                    let (count, base) = self.share(row, NOW).ok_or("no number")?;
                    let read = numbers(rest.split(')').next().unwrap_or_default());
                    let right = match rest.contains("van de") {
                        true => read[..] == [count, base],
                        false => read.first() == Some(&percent(count, base)),
                    };
                    if !right {
                        return Err(format!("{row:?}: {count} of {base}"));
                    }
                }
                Ok(())
            }
        }
    }

    fn first_place(&mut self, first: &str, rest: &str) -> Checked {
        self.checked += 1;
        let now = self.subject.first().copied();
        let labels = if rest.contains('‘') { rest } else { first };
        self.leaders(labels, 2022)?;
        let then = self.subject.clone();
        let Some(What::Option(question, _)) = now.or(then.first().copied()) else {
            return Err("of which question?".to_owned());
        };
        let most = self.most(question, NOW);
        let other = first.contains("ander antwoord") || first.contains("andere antwoorden");
        let right = match (first.starts_with("Ook in "), other) {
            (true, _) => then == most,
            (_, true) => !then.iter().any(|what| most.contains(what)),
            _ => then != most && then.iter().any(|what| most.contains(what)),
        };
        let several = first.contains("stonden");
        if !right || several != (then.len() > 1) {
            return Err(format!("now {most:?}, then {then:?}"));
        }
        match rest.split_once("door ") {
            Some((_, numbers)) => self.each_has(numbers, 2022),
            None => Ok(()),
        }
    }

    fn headline(&mut self, text: &str) -> Checked {
        self.checked += 1;
        let text = text.split_once(": ").map_or("", |(_, names)| names);
        let (names, brackets) = text.split_once(" (").unwrap_or((text, ""));
        let names = names.split(" en ").flat_map(|part| part.split(", "));
        let mut named = names.map(|name| self.find(name.trim())).collect::<Result<Vec<_>, _>>()?;
        named.sort();
        match named.first().copied() {
            Some(What::Row(question, _)) => {
                self.by = Some((question, 0));
                let labels = named.iter().map(|row| match row {
                    What::Row(question, row) => format!("‘{}’", self.question(*question).row(*row)),
                    _ => String::new(),
                });
                let labels = labels.collect::<Vec<_>>().join(", ");
                self.rows(&labels, true)?;
            }
            Some(What::Option(question, _)) => {
                self.subject.clone_from(&named);
                let most = self.most(question, NOW);
                if most != named {
                    return Err(format!("chosen most: {most:?}"));
                }
            }
            other => return Err(format!("{other:?}")),
        }
        if brackets.is_empty() { Ok(()) } else { self.brackets(brackets) }
    }

    /// `2022 was dat ook 45% (15 van de 33)`, `2022 was dat 15 van de 33 (45%)`, and without
    /// `was dat` after the name.
    fn was(&mut self, subject: &[What], text: &str) -> Checked {
        self.checked += 1;
        let read = numbers(text);
        let [what] = subject else { return Err(format!("of {subject:?}?")) };
        let wave = u16::try_from(read[0]).map_err(|_| "no year")?;
        let (count, base) = self.share(*what, wave).ok_or("no number")?;
        let then = percent(count, base);
        let right = match text.contains(" ook ") {
            true => {
                let (count_now, base_now) = self.share(*what, NOW).ok_or("no number now")?;
                read[1..] == [then, count, base] && percent(count_now, base_now) == then
            }
            false => read[1..] == [count, base, then] || read[1..] == [count, base],
        };
        if right { Ok(()) } else { Err(format!("{what:?} in {wave}: {count} of {base}")) }
    }

    fn panel(&mut self, text: &str) -> Checked {
        self.checked += 1;
        let what = *self.labels(text)?.first().ok_or("of what?")?;
        let (then, now, n) = self.both(what).ok_or("no panel")?;
        if let Some((_, rest)) = text.split_once("(n = ")
            && numbers(rest).first() != Some(&n)
        {
            return Err(format!("panel of {n}"));
        }
        let (_, after) = text.rsplit_once('’').ok_or("form")?;
        let read = numbers(after);
        if text.contains(" bleef het aantal ") {
            let right = then == now && read.first() == Some(&now);
            return if right { Ok(()) } else { Err(format!("{then} to {now} of {n}")) };
        }
        let points = points(then, now, n);
        let right = read.len() >= 2
            && read[..2] == [then, now]
            && match () {
                () if after.contains("gestegen") => now > then && read[2] == points && points >= 3,
                () if after.contains("gedaald") => now < then && read[2] == points && points >= 3,
                () if after.contains("veranderd") => read[2] == now.abs_diff(then) && read[2] < 3,
                () => after.contains("ongeveer gelijk") && 100 * now.abs_diff(then) < 3 * n,
            };
        if right { Ok(()) } else { Err(format!("{then} to {now} of {n}: {points} points")) }
    }

    fn movements(&mut self, text: &str) -> Checked {
        self.checked += 1;
        let mut said = BTreeSet::new();
        for part in text.split("het aandeel ").skip(1) {
            let what = match self.labels(part)?[..] {
                [What::Option(question, option), row @ What::Row(..)] => {
                    self.by = Some((question, option));
                    row
                }
                [option] => option,
                ref other => return Err(format!("{other:?}")),
            };
            let (then, now, n) = self.both(what).ok_or("no panel")?;
            let read = numbers(part.rsplit('’').next().unwrap_or_default());
            let direction = if part.contains("gestegen") { now > then } else { now < then };
            if !direction || read.first() != Some(&points(then, now, n)) {
                return Err(format!("{what:?}: {then} to {now} of {n}"));
            }
            said.insert(points(then, now, n));
        }
        if said.len() == 1 { Ok(()) } else { Err("they did not move as much".to_owned()) }
    }

    fn new_question(&mut self) -> Checked {
        self.checked += 1;
        if self.own.is_some() {
            let took_part =
                self.own.is_some_and(|own| self.survey.answers.contains_key(&(2022, own)));
            return if took_part { Err("it took part".to_owned()) } else { Ok(()) };
        }
        let asked = self
            .subject
            .first()
            .and_then(|what| self.cell(*what))
            .map(|(at, ..)| self.question(at).asked_before && self.survey.waves.len() > 1);
        if asked == Some(true) { Err("it was asked before".to_owned()) } else { Ok(()) }
    }

    fn took_part(&mut self, text: &str) -> Checked {
        self.checked += 1;
        let then = |code: &MunicipalityCode| self.survey.answers.contains_key(&(2022, *code));
        let right = match self.own {
            Some(own) => then(&own),
            None => {
                let now = self.survey.answers.keys().filter(|(wave, _)| *wave == NOW);
                let both = now.filter(|(_, code)| then(code)).count();
                numbers(text).first() == Some(&both)
            }
        };
        if right { Ok(()) } else { Err("not so".to_owned()) }
    }

    fn texts(&mut self, text: &str) -> Checked {
        self.leaders(text, NOW)?;
        let read = numbers(text);
        for what in self.subject.clone() {
            let (count, base) = self.share(what, NOW).ok_or("no number")?;
            if read[..] != [count, base] {
                return Err(format!("{what:?}: {count} of {base}"));
            }
        }
        Ok(())
    }

    fn own_before(&mut self, year: &str, label: &str) -> Checked {
        self.checked += 1;
        let (Some(own), What::Option(question, option)) = (self.own, self.find(label)?) else {
            return Err("whose answer?".to_owned());
        };
        let row = match self.subject.first() {
            Some(What::Row(_, row)) => *row,
            _ => 0,
        };
        let wave: u16 = year.parse().map_err(|_| "no year")?;
        let chosen = |wave| {
            let given = self.survey.answers.get(&(wave, own))?.get(&(question, row))?;
            Some(given.contains(&option))
        };
        let right = chosen(wave) == Some(true) && chosen(NOW) == Some(false);
        if right { Ok(()) } else { Err(format!("{:?}, now {:?}", chosen(wave), chosen(NOW))) }
    }

    /// `de meeste gemeenten (83%)`, `ruim de helft van de gemeenten`, `7 van de 12 gemeenten`.
    fn size(&mut self, group: &str) -> Checked {
        self.checked += 1;
        let Some(what) = self.subject.first().copied() else { return Ok(()) };
        let (count, base) = self.share(what, NOW).ok_or("no number")?;
        let read = numbers(group);
        let numbers = read[..] == [percent(count, base)]
            || read[..] == [count, base]
            || read[..] == [count, base, percent(count, base)]
            || read.is_empty();
        let words = match group.trim_start_matches("bij ") {
            group if group.starts_with("alle") => count == base,
            group if group.starts_with("geen enkele") => count == 0,
            group if group.starts_with("de meeste") || group.starts_with("bijna alle") => {
                2 * count > base
            }
            _ => true,
        };
        if numbers && words { Ok(()) } else { Err(format!("{what:?}: {count} of {base}")) }
    }

    /// `Ruim de helft van de gemeenten gaat voor keus aa`, `5 van de 9 gemeenten gaan voor keus aa`.
    fn claim(&mut self, group: &str, label: &str) -> Checked {
        let (label, brackets) = label.split_once(" (").unwrap_or((label, ""));
        let label: String = label.chars().take("keus aa".len()).collect();
        self.subject = vec![self.find(&label)?];
        self.size(&group.to_lowercase())?;
        if brackets.is_empty() { Ok(()) } else { self.brackets(brackets) }
    }
}

/// Sentences: up to a full stop before a blank. A label holds none.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(". ")
        .map(|part| part.trim().trim_end_matches(['.', ',', ';']))
        .filter(|part| !part.is_empty())
}

/// All numbers of a text, in order.
pub(super) fn numbers(text: &str) -> Vec<usize> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
}

/// Whole percents, a half rounded up.
pub(super) fn percent(count: usize, base: usize) -> usize {
    (200 * count + base) / (2 * base.max(1))
}

/// Whole percentage points of a change, a half rounded away from zero.
fn points(then: usize, now: usize, n: usize) -> usize {
    percent(now.abs_diff(then), n)
}

/// The letters of labels are those of the survey.
#[test]
fn labels_are_found() {
    let survey = Survey::counted(Kind::Single, &[], &[1, 2]);
    let reader = Reader::of(&survey, None);
    let option = survey.questions[0].option(1);
    assert_eq!(reader.find(&option), Ok(What::Option(0, 1)));
    assert_eq!(letter(1), 'b');
    assert!(reader.find("iets anders").is_err());
}
