//! A demo of all drawings and of the style module, typeset for real.

mod hyphenation;

use std::collections::BTreeMap;

use minijinja::{Value, context};
use plotters::backend::SVGBackend;
use plotters::drawing::IntoDrawingArea;

use super::*;
use crate::calendar::Date;
use crate::charts::{
    AltText, Bar, Chart, Extent, Face, HouseStyle, MapShape, MapState, MapTile, Marker, OptionBar,
    Segment, Typeface,
};
use crate::diagnostics::Place;
use crate::disclosure::{FigureView, Share};
use crate::templates::{Drawing, Mark, Paint, Scene, TemplateSet, TypstMarkup, escape};

fn alt(text: &str) -> AltText {
    AltText::new(text, "Alle getallen.").unwrap()
}

fn exact(count: u32, base: u32) -> Extent {
    Extent::open(Share::of(count, base).unwrap())
}

fn range(low: u32, high: u32, base: u32) -> Extent {
    Extent::of_view(FigureView::Range { low, high, base })
}

fn bar(label: &str, base: u32, counts: &[(&str, &str, u32)]) -> Bar {
    let segments = counts
        .iter()
        .map(|(short, full, n)| Segment::new(*short, exact(*n, base)).with_full_name(*full));
    Bar::of(label, segments.collect())
}

fn yes_no(label: &str, base: u32, yes: u32) -> Bar {
    bar(label, base, &[("ja", "ja", yes), ("nee", "nee", base - yes)])
}

fn info() -> PdfInfo {
    PdfInfo { date: Date { year: 2023, month: 11, day: 1 }, ident: "demo".to_owned() }
}

fn typesetter() -> Typesetter {
    Typesetter::new(FontSet::bundled())
}

fn answer(width: u32, own: Option<usize>, rows: Vec<Bar>) -> Chart {
    Chart::answer_bars(alt("Antwoorden in Nederland en Overijssel."), width, own, rows)
}

fn answers(width: u32) -> Vec<Chart> {
    let commitment = |label, n, counts: [u32; 4]| {
        bar(
            label,
            n,
            &[
                ("gemeenteraad", "de gemeenteraad", counts[0]),
                ("wethouder", "wethouder zet zich actief in", counts[1]),
                ("plan B en W", "uitvoeringsplan van B en W", counts[2]),
                ("geen", "geen van deze", counts[3]),
            ],
        )
    };
    let coalition = |label, n, counts: [u32; 3]| {
        bar(
            label,
            n,
            &[
                ("ja, bestendigd", "ja, actief en bestendigd", counts[0]),
                ("in opbouw", "ja, in opbouw", counts[1]),
                ("nee", "nee", counts[2]),
            ],
        )
    };
    let ranged = Bar::of(
        "Overijssel",
        vec![Segment::new("ja", range(14, 17, 17)), Segment::new("nee", range(0, 3, 17))],
    );
    vec![
        answer(width, Some(0), vec![yes_no("Nederland", 172, 153), yes_no("Overijssel", 17, 13)]),
        answer(
            width,
            Some(1),
            vec![
                commitment("Nederland", 174, [31, 64, 75, 4]),
                commitment("Overijssel", 17, [3, 6, 8, 0]),
            ],
        ),
        answer(
            width,
            Some(0),
            vec![
                yes_no("Nederland", 174, 158),
                Bar::instead("Overijssel", "te weinig gemeenten om een totaal te tonen"),
            ],
        ),
        answer(
            width,
            Some(0),
            vec![
                coalition("Nederland", 174, [120, 24, 30]),
                coalition("Overijssel", 17, [12, 3, 2]),
            ],
        ),
        answer(width, Some(1), vec![yes_no("Nederland", 174, 106), yes_no("Overijssel", 17, 11)]),
        answer(width, Some(0), vec![yes_no("Nederland", 174, 158), ranged.clone()]),
        answer(width, Some(1), vec![yes_no("Nederland", 174, 158), ranged]),
        answer(width, None, vec![yes_no("Nederland", 170, 116), yes_no("Overijssel", 16, 10)]),
    ]
}

fn years(width: u32) -> Chart {
    let rows = vec![
        yes_no("2023", 172, 153),
        yes_no("2022", 161, 145),
        yes_no("2021", 109, 98),
        yes_no("2020", 98, 86),
        yes_no("2023*", 118, 107).panel(),
        yes_no("2022*", 118, 106).panel(),
    ];
    Chart::year_rows(alt("In 2023 ja 153 van de 172."), width, rows)
}

fn years_with_key(width: u32) -> Chart {
    let row = |label, n, counts: [u32; 5]| {
        bar(
            label,
            n,
            &[
                ("ja", "ja, voor iedereen", counts[0]),
                ("deels", "ja, voor een deel van de inwoners", counts[1]),
                ("gepland", "nee, maar wel gepland", counts[2]),
                ("nee", "nee", counts[3]),
                ("weet niet", "weet niet", counts[4]),
            ],
        )
    };
    let rows = vec![
        row("2023", 174, [80, 40, 33, 20, 1]),
        row("2022", 162, [60, 44, 30, 26, 2]),
        row("2023*", 118, [60, 30, 20, 8, 0]).panel(),
        row("2022*", 118, [50, 38, 20, 9, 1]).panel(),
    ];
    Chart::year_rows(alt("Vijf antwoorden."), width, rows)
}

fn matrix(width: u32) -> Chart {
    let row = |label, counts: [u32; 3]| {
        bar(
            label,
            174,
            &[
                ("gebruikt", "gebruikt", counts[0]),
                ("kent", "kent, gebruikt niet", counts[1]),
                ("onbekend", "onbekend", counts[2]),
            ],
        )
    };
    let rows = vec![
        row("Adviseurs van het programma", [137, 32, 5]),
        row("Toolkit Campagne en communicatie", [107, 54, 13]),
        row("Toolkit Interventies", [171, 2, 1]),
        row("Toolkit Over de drempel: huisbezoeken aan mensen van 75 jaar en ouder", [38, 75, 61]),
    ];
    Chart::matrix_rows(alt("Gebruik van producten."), width, rows)
}

fn ticks(width: u32) -> Chart {
    let rows = [
        ("Ouderen", true, 171, exact(16, 17)),
        ("Mantelzorgers", true, 158, exact(15, 17)),
        ("Jongeren (11 t/m 17)", false, 132, exact(12, 17)),
        ("Mensen met een lage sociaal-economische status (SES)", true, 131, exact(11, 17)),
        ("Mensen met gezondheidsproblemen", false, 122, range(14, 17, 17)),
        ("LHBTIQ+-personen", false, 83, exact(6, 17)),
        ("Anders", false, 7, range(0, 3, 17)),
    ];
    let rows = rows.map(|(label, own, n, province)| {
        OptionBar::new(label, exact(n, 174)).ticked(own).marked(Marker::Area(province))
    });
    Chart::option_bars(alt("Groepen."), width, rows.to_vec())
}

fn ranking(width: u32) -> Chart {
    let rows = vec![
        OptionBar::new("Betrekken van de doelgroep zelf", exact(123, 174))
            .marked(Marker::Previous(exact(110, 162))),
        OptionBar::new("Werken aan een duurzame aanpak", exact(99, 174))
            .marked(Marker::Previous(exact(102, 162))),
        OptionBar::new("Bestuurlijk commitment", exact(7, 174))
            .marked(Marker::Previous(exact(14, 162))),
    ];
    Chart::option_bars(alt("Uitdagingen."), width, rows)
}

fn small(width: u32) -> Chart {
    let rows =
        vec![
        OptionBar::new("Ouderen", range(11, 14, 14)).ticked(true),
        OptionBar::new("Mantelzorgers", exact(9, 14)).ticked(false),
        OptionBar::new("Jongeren (11 t/m 17)", range(0, 3, 14)).ticked(false),
        OptionBar::instead("Mensen met een migratieachtergrond",
            "Uit Zeeland hebben te weinig gemeenten deze vraag beantwoord om een totaal te tonen.")
            .ticked(true),
    ];
    Chart::option_bars(alt("Groepen in Zeeland."), width, rows)
}

fn response(width: u32) -> Chart {
    let rows = [("Groningen", 7, 10), ("Noord-Brabant", 38, 56), ("Overijssel", 17, 25)];
    let extent = |n, of| Extent::open(Share::of(n, of).unwrap());
    let rows = rows.map(|(name, n, of)| (name.to_owned(), extent(n, of)));
    Chart::response_bars(alt("Respons per provincie."), width, rows.to_vec())
}

const REPORT: &str = r##"#import "/stijl.typ": *
#show: document.with(title: {{ title|code }}, kopregel: [{{ title }}], merk: [fictieve voorbeelddata], koptekst-vanaf: 1)
#outline(title: [Inhoud])
= Actielijn 1: Signaleren en bespreekbaar maken
De eerste actielijn gaat over twee dingen: eenzaamheid onder de aandacht brengen, en signalen opvangen.
== Bijna negen op de tien gemeenten doen mee aan de Week
In 2023 deden 153 van de 172 gemeenten (89%) mee aan de landelijke Week tegen Eenzaamheid. Dat is ongeveer gelijk aan eerdere jaren (#zie("week")). Van de 118 gemeenten die in 2022 én 2023 antwoordden, doet er één meer mee (#zie("tabel-week")).
{% macro fig(id, caption, chart, note) %}
#figuur({{ id|code }}, caption: [{{ caption }}], alt: {{ chart.alt|code }}, noot: [{{ note }}])[{{ chart.body }}]
{% endmacro %}
{{ fig("week", "Doet uw gemeente mee aan de landelijke Week tegen Eenzaamheid?", years, "Aantal gemeenten; rechts het percentage ja. * Gemeenten die in 2022 én 2023 meededen (n = 118).") }}
=== Het aantal signaalpunten groeit
{{ fig("signaal", "Is er een signaalpunt?", years_key, "Aantal gemeenten; rechts het percentage ‘ja, voor iedereen’. * Gemeenten die in 2022 én 2023 meededen (n = 118).") }}
{{ fig("matrix", "Kent en gebruikt u deze producten?", matrix, "Aantal gemeenten.") }}
{{ fig("rang", "Wat zijn de grootste uitdagingen?", ranking, "Ruit: 2022.") }}
{{ fig("respons", "Respons per provincie", response, "Aantal gemeenten dat meedeed van het aantal uitgenodigde.") }}
{{ fig("klein", "Groepen in Zeeland (n = 14)", small, "Gearceerd: ergens in dit bereik.") }}
#tabel("tabel-week", caption: [Deelname aan de Week tegen Eenzaamheid], koppen: ([Antwoord], [2022], [2023]), rijen: (([ja], [145], [153]), ([nee], [16], [19]), ([niet getoond], [1.137.027], [−3])), noot: [Aantal gemeenten.])
#kader[*Zo leest u dit* \ {{ nasty }}]
- een punt
+ een stap
"##;

const FACTSHEET: &str = r##"#import "/stijl.typ": *
#show: document.with(title: "Factsheet Zwolle", ontwerp: "factsheet", kopregel: [Benchmark Eén tegen eenzaamheid 2023 · gemeente Zwolle], merk: [fictieve voorbeelddata])
= Zwolle
== Signaleren en doorbreken
{% for chart in answers %}
#grid(columns: (57mm, 1fr), column-gutter: 3mm, [Doet u mee aan de Week tegen Eenzaamheid? \ #zacht[Uw antwoord:] #eigen[ja]], [{{ chart }}])
{% endfor %}
== Voor welke groepen heeft u aandacht?
{{ ticks }}
"##;

fn drawing(chart: &Chart) -> Value {
    Drawing::of(chart, &HouseStyle::default()).into()
}

fn templates() -> TemplateSet {
    let overrides = [("demo-rapport.typ", REPORT), ("demo-factsheet.typ", FACTSHEET)]
        .map(|(name, source)| (name.to_owned(), source.to_owned()));
    TemplateSet::load(&BTreeMap::from(overrides), |_| ()).unwrap()
}

fn report() -> TypstMarkup {
    let width = 4420;
    let values = context! {
        title => "Benchmark \"Eén tegen eenzaamheid\" 2023",
        nasty => "#panic(\"x\") 😀 *vet* @ref",
        years => drawing(&years(width)),
        years_key => drawing(&years_with_key(width)),
        matrix => drawing(&matrix(width)),
        ranking => drawing(&ranking(width)),
        response => drawing(&response(width)),
        small => drawing(&small(width)),
    };
    templates().render_typst("demo-rapport.typ", values).unwrap()
}

fn factsheet() -> TypstMarkup {
    factsheet_of(3150)
}

/// A factsheet whose bars have another width, so that Typst remembers nothing of it.
fn factsheet_of(width: u32) -> TypstMarkup {
    let values = context! {
        answers => answers(width).iter().map(drawing).collect::<Vec<_>>(),
        ticks => drawing(&ticks(width + 1700)),
    };
    templates().render_typst("demo-factsheet.typ", values).unwrap()
}

fn typeset(source: &TypstMarkup) -> Pdf {
    let pdf = typesetter().pdf(source, &BTreeMap::new(), &info());
    pdf.unwrap_or_else(|findings| panic!("{findings:#?}\n{}", source.as_str()))
}

fn lay_out(source: &TypstMarkup) -> Laid {
    let laid = typesetter().lay_out(source, &BTreeMap::new());
    laid.unwrap_or_else(|findings| panic!("{findings:#?}\n{}", source.as_str()))
}

#[test]
fn a_document_with_everything_meets_the_standards() {
    for source in [report(), factsheet(), summary()] {
        let pdf = typeset(&source);
        assert!(pdf.bytes.starts_with(b"%PDF-1.7"));
    }
}

/// A chart of each form.
fn forms() -> Vec<Chart> {
    let states = [MapState::Answered, MapState::Invited, MapState::Neither];
    let key: Vec<_> = states.iter().map(|state| (*state, format!("{state:?}"))).collect();
    let tile =
        |(at, state): (u16, MapState)| MapTile { column: at, row: at % 2, province: 1, state };
    let tiles = (0..3).zip(states).map(tile).collect();
    let map = MapShape::Tiles(tiles);
    let mut forms = answers(3150);
    forms.extend([
        Chart::own_items(
            alt("Eigen antwoorden."),
            4900,
            vec![yes_no("Nederland", 172, 153).own(Some(1))],
        ),
        years(4420),
        years_with_key(4420),
        matrix(4420),
        ticks(4900),
        ranking(4420),
        small(4900),
        response(4420),
        Chart::response_map(
            alt("Wie meedeed."),
            2720,
            map,
            key.clone(),
            vec![(1, "Zeeland".into())],
        ),
        Chart::map_key(alt("De kleuren."), 1600, key),
    ]);
    forms
}

/// The drawing that a page of Typst is given.
fn scene_of(drawing: &Drawing) -> Scene {
    let tree = typst::syntax::parse(drawing.body().as_str());
    fn string(node: &typst::syntax::SyntaxNode) -> Option<String> {
        let own = node.cast::<typst::syntax::ast::Str>().map(|text| text.get().to_string());
        own.or_else(|| node.children().find_map(string))
    }
    Scene::read(&string(&tree).unwrap()).unwrap()
}

/// The value of an attribute of an element of SVG.
fn attribute<'a>(element: &'a str, name: &str) -> &'a str {
    let start = format!(" {name}=\"");
    let at = element.find(&start).unwrap_or_else(|| panic!("{name} of {element}")) + start.len();
    &element[at..at + element[at..].find('"').unwrap()]
}

/// The corners of an element: of a path, of plotters' polygons, lines and rectangles.
fn corners(element: &str) -> Vec<(i64, i64)> {
    let number = |name: &str| attribute(element, name).parse::<i64>().unwrap();
    let listed = match element.split(' ').next().unwrap() {
        "<path" => attribute(element, "d").replace(['M', 'L', 'Z'], " "),
        "<polygon" | "<polyline" => attribute(element, "points").replace(',', " "),
        "<rect" => {
            let (x, y) = (number("x"), number("y"));
            let (right, bottom) = (x + number("width"), y + number("height"));
            format!("{x} {y} {right} {y} {right} {bottom} {x} {bottom}")
        }
        "<line" => ["x1", "y1", "x2", "y2"].map(|name| attribute(element, name)).join(" "),
        other => panic!("{other}"),
    };
    let numbers: Vec<i64> = listed.split_whitespace().map(|n| n.parse().unwrap()).collect();
    numbers.chunks(2).map(|pair| (pair[0], pair[1])).collect()
}

/// Corners of all shapes of an SVG, and its texts.
fn read_svg(svg: &str) -> (Vec<(i64, i64)>, Vec<String>) {
    let (mut shapes, mut texts) = (Vec::new(), Vec::new());
    for (at, _) in svg.match_indices('<') {
        let element = &svg[at..];
        let element = &element[..element.find('>').unwrap()];
        if element.starts_with("<text ") {
            let text = &svg[at + element.len() + 1..];
            texts.push(text[..text.find("</text").unwrap()].trim().to_owned());
        } else if !element.starts_with("</") && !element.starts_with("<svg") {
            shapes.extend(corners(element));
        }
    }
    (shapes, texts)
}

#[test]
fn a_drawing_is_the_same_in_a_pdf_and_on_a_page() {
    let style = HouseStyle::default();
    for chart in forms() {
        let drawing = Drawing::of(&chart, &style);
        let scene = scene_of(&drawing);
        let mut shapes = Vec::new();
        let mut labels = Vec::new();
        for mark in &scene.marks {
            match mark {
                Mark::Lines(_, lines) => {
                    shapes.extend(lines.iter().flat_map(|l| l.corners.clone()));
                }
                Mark::Label(label) => labels.push(label.clone()),
            }
        }
        let (drawn, texts) = read_svg(drawing.svg());
        assert_eq!(drawn, shapes);
        let said: Vec<_> = labels
            .iter()
            .map(|label| minijinja::HtmlEscape(label.text.trim()).to_string())
            .collect();
        assert_eq!(texts, said);
        assert!(!drawing.svg().contains("> "), "a browser would drop that blank");
        for (at, label) in labels.iter().enumerate() {
            let element = drawing.svg().split("<text").nth(at + 1).unwrap();
            let place = |name: &str| attribute(element, name).parse::<i64>().unwrap();
            assert_eq!((place("x"), place("y")), label.at);
            assert_eq!(place("font-size"), i64::from(label.size));
            assert_eq!(attribute(element, "fill"), label.colour.hex());
        }
        for paint in scene.marks.iter().filter_map(|mark| match mark {
            Mark::Lines(Paint::Fill(colour) | Paint::Stroke(colour, _), _) => Some(colour),
            Mark::Label(_) => None,
        }) {
            assert!(drawing.svg().contains(&format!("=\"{}\"", paint.hex())));
        }
        let alt = chart.alt().wording().to_string();
        assert_eq!(attribute(drawing.svg(), "aria-label"), minijinja::HtmlEscape(&alt).to_string());
        assert!(drawing.figure().as_str().contains(&format!("alt: \"{alt}\"")));
        assert!(!alt.is_empty());
    }
}

#[test]
fn another_backend_draws_the_same_shapes_and_texts() {
    let style = HouseStyle::default();
    for chart in forms() {
        let mut svg = String::new();
        {
            let size = (chart.width(), chart.height(&style));
            let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
            crate::charts::draw(&chart, &style, &area).unwrap();
            area.present().unwrap();
        }
        let (mut theirs, their_texts) = read_svg(&svg);
        let drawing = Drawing::of(&chart, &style);
        let (mut ours, our_texts) = read_svg(drawing.svg());
        assert_eq!(their_texts.len(), our_texts.len());
        for corners in [&mut theirs, &mut ours] {
            corners.sort_unstable();
            corners.dedup();
        }
        assert_eq!(theirs, ours);
    }
}

#[test]
fn the_same_source_gives_the_same_bytes() {
    assert_eq!(typeset(&report()).bytes, typeset(&report()).bytes);
}

#[test]
fn no_ink_stands_in_the_margins() {
    let margins = Margins::REPORT;
    for page in lay_out(&report()).layout {
        assert_eq!(page.strays(&margins), Vec::<[f64; 4]>::new());
        assert!((0.1..=1.0).contains(&page.filled(&margins)), "{}", page.filled(&margins));
    }
}

#[test]
fn warnings_stop_a_document_with_their_place() {
    let source =
        TypstMarkup::of_test("#set document(title: \"x\")\n#text(font: \"Gone\")[a]".into());
    let faults = typesetter().pdf(&source, &BTreeMap::new(), &info()).unwrap_err();
    let finding = faults[0].finding("demo");
    assert_eq!(finding.place, Place::File("demo".to_owned()));
    assert_eq!(finding.label, "generated line 2: #text(font: \"Gone\")[a]");
    assert_eq!(&source.as_str()[faults[0].at.clone().unwrap()], "\"Gone\"");
}

#[test]
fn a_figure_without_a_description_is_refused() {
    let source = "#import \"/stijl.typ\": *\n#show: document.with(title: \"x\")\n= Kop\n\
                  #figuur(\"a\", caption: [Vraag])[#rect()]";
    let source = TypstMarkup::of_test(source.into());
    let findings = typesetter().pdf(&source, &BTreeMap::new(), &info()).unwrap_err();
    assert!(findings[0].message.contains("alt"), "{findings:?}");
}

#[test]
fn one_typesetter_serves_all_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Typesetter>();
    shared::<TemplateSet>();
    shared::<Drawing>();
}

#[test]
fn a_document_cannot_read_the_disk() {
    let source = TypstMarkup::of_test("#read(\"/etc/passwd\")".into());
    let findings = typesetter().pdf(&source, &BTreeMap::new(), &info()).unwrap_err();
    assert!(findings[0].message.contains("not found"), "{findings:?}");
}

/// What Typst's kerning may add to a line of 20 points, in points: a fifth of that in a label.
const HAIR: f64 = 0.5;

#[test]
fn typst_sets_no_text_wider_than_it_was_measured() {
    let texts = [
        "Mensen met een lage sociaal-economische status (SES)",
        "AVAVATo. Ty, LT 'W' f. 11%",
        "’s-Hertogenbosch",
        "wethouder zet zich actief in 37%",
        "14 t/m 17",
        "2023*",
        "n = 174",
        "Noord-Brabant",
        "Fryslân",
        "fi fl ffi",
        "hoogstens 3 van de 14",
        "links: de gemeenteraad ·",
    ];
    let faces = [
        (Face::Regular, "regular", "normal"),
        (Face::Bold, "bold", "normal"),
        (Face::Italic, "regular", "italic"),
    ];
    for (face, weight, slant) in faces {
        for text in texts {
            let source = format!(
                "#set document(title: \"x\")\n#set text(lang: \"nl\", size: 20pt, \
                 font: \"Noto Sans\", weight: \"{weight}\", style: \"{slant}\")\n\
                 #set page(width: 40cm)\n{}",
                escape(text).as_str()
            );
            let laid = lay_out(&TypstMarkup::of_test(source));
            let boxes = &laid.layout[0].boxes;
            let left = boxes.iter().map(|b| b[0]).fold(f64::MAX, f64::min);
            let right = boxes.iter().map(|b| b[2]).fold(0.0, f64::max);
            let measured = f64::from(Typeface::bundled().width(text, face, 200)) / 10.0;
            assert!(right - left <= measured + HAIR, "{text}: {} {measured}", right - left);
            assert!(right - left >= measured * 0.95, "{text}: {} {measured}", right - left);
        }
    }
}

const SUMMARY: &str = r##"#import "/stijl.typ": *
#show: document.with(title: "Raadssamenvatting", ontwerp: "factsheet", size: 11pt, merk: [fictieve voorbeelddata],
  kleuren: (eigen: black, tint: luma(240), lijn: luma(51), accent: black, inkt: black, gedempt: luma(51)))
= Zwolle
== Zwolle naast andere gemeenten
{% for chart in answers %}
{{ chart }}
{% endfor %}
{{ ticks }}
"##;

fn summary() -> TypstMarkup {
    let black = |chart: &Chart| Value::from(Drawing::of(chart, &HouseStyle::black_and_white()));
    let values = context! {
        answers => answers(4700).iter().map(black).collect::<Vec<_>>(),
        ticks => black(&ticks(4700)),
    };
    let overrides = BTreeMap::from([("raad.typ".to_owned(), SUMMARY.to_owned())]);
    TemplateSet::load(&overrides, |_| ()).unwrap().render_typst("raad.typ", values).unwrap()
}

/// Documents typeset to measure one.
const ROUNDS: u32 = 40;

/// Milliseconds per document: `cargo test --release -- --ignored --nocapture time`.
#[test]
#[ignore = "for measuring"]
fn time_of_a_factsheet() {
    let typesetter = typesetter();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let start = std::time::Instant::now();

    pool.install(|| {
        for round in 0..ROUNDS {
            typesetter.pdf(&factsheet_of(3000 + round), &BTreeMap::new(), &info()).unwrap();
        }
    });
    panic!("{:?} per document", start.elapsed() / ROUNDS);
}

/// Writes the demo documents for looking: `cargo test -- --ignored demo_documents`.
#[test]
#[ignore = "for looking"]
fn demo_documents_are_written() {
    let folder = std::env::temp_dir().join("demo");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, source) in [("rapport", report()), ("factsheet", factsheet()), ("raad", summary())] {
        std::fs::write(folder.join(format!("{name}.typ")), source.as_str()).unwrap();
        std::fs::write(folder.join(format!("{name}.pdf")), typeset(&source).bytes).unwrap();
    }
}

#[test]
fn figures_chapters_and_sections_are_referred_to_by_id() {
    let source = "#import \"/stijl.typ\": *\n\
                  #show: document.with(title: \"x\", numbering: \"1.1\")\n\
                  = Eerste\n#label(\"een\")\n== Deel\n#label(\"deel\")\n\
                  #figuur(\"f\", caption: [Los], alt: \"x\")[#rect()]\n\
                  Zie #zie(\"een\"), #zie(\"deel\") en #zie(\"f\").\n";
    let source = TypstMarkup::of_test(source.to_owned());
    let laid = lay_out(&source);
    let said: String = laid.layout[0].texts.iter().map(|run| run.text.as_str()).collect();
    let said = said.replace('\u{a0}', " ");
    assert!(said.contains("Zie hoofdstuk 1, paragraaf 1.1 en figuur 1."), "{said}");
}
