//! What a spreadsheet program shows of a number: a cell may hold 1 and show `100%`, `24:00` or
//! nothing at all. Whoever filled in the cell saw that, so that is what the cell says.

use calamine::ExcelDateTime;

/// What is shown of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shown {
    /// The number itself, perhaps rounded or with words around it.
    AsItIs,
    /// Another text.
    Text(String),
    /// Something that does not tell the number.
    Otherwise,
}

/// One of the parts of a number format, which are for positive and negative numbers and zero
/// (ECMA-376, part 1, 18.8.31).
#[derive(Debug, Clone, Default)]
struct Section {
    digits: bool,
    percent: bool,
    /// A comma after the last digit divides by a thousand.
    scaled: bool,
    minus: bool,
    condition: bool,
    /// Any text besides.
    words: String,
}

/// What a number format shows of a number.
pub(super) fn of_number(value: f64, format: &str) -> Shown {
    let sections = sections(format);
    let at = match sections.len() {
        1 => 0,
        2 => usize::from(value < 0.0),
        _ if value > 0.0 => 0,
        _ if value < 0.0 => 1,
        _ => 2,
    };
    // Which part a condition chooses is not worked out: the strangest of all parts counts.
    let conditional = sections.iter().any(|section| section.condition);
    let chosen = if conditional { &sections[..] } else { &sections[at..=at] };
    if chosen.iter().any(|section| section.percent) {
        return Shown::Text(percent(value));
    }
    let lost = |section: &Section| {
        let dash = value == 0.0 && section.words == "-";
        let sign = value < 0.0 && at == 1 && !section.minus;
        (!section.digits && !dash) || section.scaled || sign
    };
    if !format.is_empty() && chosen.iter().any(lost) { Shown::Otherwise } else { Shown::AsItIs }
}

fn sections(format: &str) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    let mut comma = false;
    let mut chars = format.chars().peekable();
    while let Some(sign) = chars.next() {
        let section = sections.last_mut().expect("begins with one");
        match sign {
            ';' => {
                section.scaled |= comma;
                comma = false;
                sections.push(Section::default());
            }
            '"' => section.words.extend(chars.by_ref().take_while(|next| *next != '"')),
            '\\' => section.words.extend(chars.next()),
            // The next character says how wide a gap is, or what fills it.
            '_' | '*' => drop(chars.next()),
            '[' => {
                section.condition |= matches!(chars.peek(), Some('<' | '>' | '='));
                chars.by_ref().take_while(|next| *next != ']').for_each(drop);
            }
            '0' | '#' | '?' | '@' => {
                section.digits = true;
                comma = false;
            }
            ',' => comma = section.digits,
            '.' => section.scaled |= std::mem::take(&mut comma),
            '%' => section.percent = true,
            'g' | 'G' => {
                section.digits = true;
                while chars.peek().is_some_and(char::is_ascii_alphabetic) {
                    chars.next();
                }
            }
            '-' | '(' => {
                section.minus = true;
                section.words.push(sign);
            }
            ' ' => {}
            other => section.words.push(other),
        }
        if let Some(section) = sections.last_mut() {
            section.minus |= section.words.contains('-');
        }
    }
    if let Some(last) = sections.last_mut() {
        last.scaled |= comma;
    }
    sections
}

/// A share as it is shown: `0.125` is `12.5%`.
pub(super) fn percent(value: f64) -> String {
    let hundredths = (value * 100.0 * 1e6).round() / 1e6;
    format!("{}%", number(hundredths))
}

/// A whole number without `.0`; Rust writes others in the shortest form that reads back.
pub(super) fn number(value: f64) -> String {
    if value == 0.0 { "0".to_owned() } else { value.to_string() }
}

/// As Dutch spreadsheet programs show it.
pub(super) fn boolean(yes: bool) -> String {
    if yes { "WAAR" } else { "ONWAAR" }.to_owned()
}

/// A day, a time of the day or both; a duration in hours and minutes. `format` is the number
/// format, where it is known.
pub(super) fn moment(moment: &ExcelDateTime, format: Option<&str>) -> String {
    if moment.is_duration() {
        return duration((moment.as_f64() * 86_400.0).round());
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let seconds = if second == 0 { String::new() } else { format!(":{second:02}") };
    let time = format!("{hour:02}:{minute:02}{seconds}");
    let date = format!("{year:04}-{month:02}-{day:02}");
    if moment.as_f64() < 1.0 || format.is_some_and(only_time) {
        time
    } else if (hour, minute, second) == (0, 0, 0) {
        date
    } else {
        format!("{date} {time}")
    }
}

/// A number of seconds in hours and minutes.
fn duration(seconds: f64) -> String {
    let sign = if seconds < 0.0 { "-" } else { "" };
    // Spreadsheet programs know durations up to some ten thousand hours; `as` keeps what is more.
    let seconds = seconds.abs() as u64;
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let rest = if rest == 0 { String::new() } else { format!(":{rest:02}") };
    format!("{sign}{hours}:{minutes:02}{rest}")
}

/// A duration as OpenDocument writes it (`PT36H00M00S`), in hours and minutes.
pub(super) fn iso_duration(text: &str) -> String {
    let parts = text.strip_prefix("PT").and_then(|rest| {
        let (hours, rest) = rest.split_once('H')?;
        let (minutes, rest) = rest.split_once('M')?;
        let seconds = rest.strip_suffix('S')?;
        let whole = |text: &str| text.parse::<f64>().ok();
        Some(whole(hours)? * 3600.0 + whole(minutes)? * 60.0 + whole(seconds)?)
    });
    parts.map_or_else(|| text.to_owned(), |seconds| duration(seconds.round()))
}

/// Whether a number format shows a time of the day and no day.
fn only_time(format: &str) -> bool {
    let mut plain = String::new();
    let mut chars = format.chars();
    while let Some(sign) = chars.next() {
        match sign {
            '"' => chars.by_ref().take_while(|next| *next != '"').for_each(drop),
            '[' => chars.by_ref().take_while(|next| *next != ']').for_each(drop),
            '\\' | '_' | '*' => drop(chars.next()),
            other => plain.push(other.to_ascii_lowercase()),
        }
    }
    plain.contains(['h', 's']) && !plain.contains(['d', 'y'])
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    #[test]
    fn plain_formats_show_the_number() {
        for format in [
            "General",
            "",
            "0",
            "#,##0",
            "0.00",
            "@",
            "0\" uur\"",
            "\\#0",
            "\u{20ac} #,##0.00",
            "[Red]0",
            "#,##0;[Red]-#,##0",
            "[$\u{20ac}-413] #,##0",
            "GENERAL",
            "0;-0;0",
        ] {
            for value in [20.0, 0.0] {
                assert_eq!(of_number(value, format), Shown::AsItIs, "{format} {value}");
            }
        }
        let accounting = "_(* #,##0_);_(* (#,##0);_(* \"-\"_);_(@_)";
        for value in [20.0, 0.0, -3.0] {
            assert_eq!(of_number(value, accounting), Shown::AsItIs, "{value}");
        }
    }

    #[test]
    fn percentages_are_shown_with_their_sign() {
        for (value, format, shown) in [
            (1.0, "0%", "100%"),
            (0.0, "0%", "0%"),
            (0.2, "0%", "20%"),
            (0.125, "0.00%", "12.5%"),
            (0.07, "0%;[Red]-0%", "7%"),
            (1.0, "[>=0.5]0%;0", "100%"),
        ] {
            assert_eq!(of_number(value, format), Shown::Text(shown.to_owned()), "{format}");
        }
        assert_eq!(of_number(20.0, "0\"%\""), Shown::AsItIs);
    }

    #[test]
    fn what_hides_or_divides_the_number_does_not_tell_it() {
        for (value, format) in [
            (20_000.0, "0,"),
            (20_000.0, "#,##0,\"k\""),
            (20_000_000.0, "0.0,,"),
            (20_000.0, "0,.0"),
            (1.0, "\"Ja\";;\"Nee\""),
            (0.0, "\"Ja\";;\"Nee\""),
            (1.0, ";;;"),
            (0.0, "0;-0;;@"),
            (-5.0, "0;0"),
            (5.0, "[<10]\"weinig\";0"),
        ] {
            assert_eq!(of_number(value, format), Shown::Otherwise, "{format} {value}");
        }
    }

    #[test]
    fn days_and_times_are_shown_as_such() {
        let shown = |value, kind, format| moment(&ExcelDateTime::new(value, kind, false), format);
        let (span, point) = (ExcelDateTimeType::TimeDelta, ExcelDateTimeType::DateTime);
        assert_eq!(shown(1.0, span, Some("[h]:mm")), "24:00");
        assert_eq!(shown(1.5, span, None), "36:00");
        assert_eq!(shown(0.0208333333333, span, None), "0:30");
        assert_eq!(shown(1.0 / 3.0, point, None), "08:00");
        assert_eq!(shown(2.5, point, Some("h:mm")), "12:00");
        assert_eq!(shown(45200.0, point, Some("d-m-yyyy")), "2023-10-01");
        assert_eq!(shown(45200.5, point, Some("d-m-yyyy h:mm")), "2023-10-01 12:00");
        assert_eq!(iso_duration("PT36H00M00S"), "36:00");
        assert_eq!(iso_duration("PT08H30M00.5S"), "8:30:01");
        assert_eq!(iso_duration("P1D"), "P1D");
        assert_eq!((boolean(true), boolean(false)), ("WAAR".to_owned(), "ONWAAR".to_owned()));
    }
}
