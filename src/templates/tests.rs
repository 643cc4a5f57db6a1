//! The walls of templates: what is seen as a value is what minijinja sees as one, and no value
//! is ever read as code.

use std::collections::BTreeMap;

use minijinja::{Environment, Value, context};
use proptest::prelude::*;
use typst_syntax::{SyntaxKind, SyntaxNode, parse};

use super::source::{Kind, parts, syntax};
use super::{Drawing, TemplateError, TemplateSet, escape};
use crate::charts::{AltText, Chart, Extent, HouseStyle, OptionBar};
use crate::disclosure::Share;

fn load(sources: &[(&str, &str)]) -> Result<TemplateSet, TemplateError> {
    let sources: BTreeMap<_, _> =
        sources.iter().map(|(name, source)| ((*name).to_owned(), (*source).to_owned())).collect();
    TemplateSet::with(std::iter::empty(), &sources, |_| ()).map_err(|mut errors| errors.remove(0))
}

fn typst(source: &str, values: Value) -> Result<String, TemplateError> {
    load(&[("t.typ", source)])?.render_typst("t.typ", values).map(|m| m.as_str().to_owned())
}

fn html(source: &str, values: Value) -> Result<String, TemplateError> {
    load(&[("t.html", source)])?.render_html("t.html", values)
}

/// What is wrong with a template, and the stretch that is pointed at.
fn refused(
    fill: fn(&str, Value) -> Result<String, TemplateError>,
    source: &str,
    values: Value,
) -> (String, &str) {
    match fill(source, values) {
        Ok(text) => panic!("{source}\nwas filled as\n{text}"),
        Err(error) => (error.message, error.range.map_or("", |range| &source[range])),
    }
}

fn seen(source: &str) -> Vec<(Kind, &str)> {
    parts(source).into_iter().map(|part| (part.kind, &source[part.range])).collect()
}

#[test]
fn a_tag_ends_where_minijinja_ends_it() {
    use Kind::{Nothing, Statement, Text, Value};
    for (source, expected) in [
        (
            "#f({{ \"}}\"|code }}, \"{{ v }}\")",
            vec![
                (Text, "#f("),
                (Value, "{{ \"}}\"|code }}"),
                (Text, ", \""),
                (Value, "{{ v }}"),
                (Text, "\")"),
            ],
        ),
        (
            "{% if '%}' %}a{% endif %}",
            vec![(Statement, "{% if '%}' %}"), (Text, "a"), (Statement, "{% endif %}")],
        ),
        ("{{ {'a': {'b': 1}}.a.b }}x", vec![(Value, "{{ {'a': {'b': 1}}.a.b }}"), (Text, "x")]),
        (
            "{% raw %}{{ v }}{% endraw %}{{ v }}",
            vec![
                (Nothing, "{% raw %}"),
                (Text, "{{ v }}"),
                (Nothing, "{% endraw %}"),
                (Value, "{{ v }}"),
            ],
        ),
        ("{# {{ v }} \" #}{{ v }}", vec![(Nothing, "{# {{ v }} \" #}"), (Value, "{{ v }}")]),
        (
            "a \n {{- v -}} \n b",
            vec![
                (Text, "a"),
                (Nothing, " \n "),
                (Value, "{{- v -}}"),
                (Nothing, " \n "),
                (Text, "b"),
            ],
        ),
        (
            "a\n  {% if x %}\nb",
            vec![
                (Text, "a\n"),
                (Nothing, "  "),
                (Statement, "{% if x %}"),
                (Nothing, "\n"),
                (Text, "b"),
            ],
        ),
        ("a {%+ if x +%}\nb", vec![(Text, "a "), (Statement, "{%+ if x +%}"), (Text, "\nb")]),
        ("é{{ \"\\\"}}\" }}", vec![(Text, "é"), (Value, "{{ \"\\\"}}\" }}")]),
        ("# for x in y\n{{ v }}", vec![(Text, "# for x in y\n"), (Value, "{{ v }}")]),
        ("a {{ unclosed", vec![(Text, "a "), (Nothing, "{{ unclosed")]),
    ] {
        assert_eq!(seen(source), expected, "{source}");
    }
}

#[test]
fn a_value_that_typst_would_run_is_refused_when_it_is_loaded() {
    for (source, at) in [
        ("#f({{ \"}}\"|code }}, \"{{ v }}\")", "{{ v }}"),
        ("#f({{ '\"' }}\"{{ v }}\")", "{{ v }}"),
        ("{% raw %}#f(\"{% endraw %}{{ v }}\")", "{{ v }}"),
        ("#f(\"{# \" #}{{ v }}\")", "{{ v }}"),
        ("#f {%- if v %}(\"{{ v }}\"){% endif %}", "{{ v }}"),
        ("#f{% if v %}(\"{{ v }}\"){% endif %}", "{{ v }}"),
        ("#f(\"\n{%- if v %}\n{{ v }}\n{%- endif %}\")", "{{ v }}"),
        ("`{{ v }}`", "{{ v }}"),
        ("/* {{ v }} */", "{{ v }}"),
        ("// {% if v %}\n{{ v }}\n{% endif %}", "{{ v }}"),
        ("<{{ v }}>", "{{ v }}"),
        ("https://{{ v }}", "{{ v }}"),
        ("\\{{ v }}", "{{ v }}"),
        ("#f(\"{{ v }}", "{{ v }}"),
        ("Tekst {{ v|code }}.", "{{ v|code }}"),
        ("#f[{{ v|code }}]", "{{ v|code }}"),
        ("#f(\"{{ v|code }}\")", "{{ v|code }}"),
        ("{{ v|code if v else \"\"|code }}", "{{ v|code if v else \"\"|code }}"),
    ] {
        let (message, place) = refused(typst, source, context! { v => "x" });
        assert!(message.contains("stands in"), "{source}: {message}");
        assert_eq!(place, at, "{source}: {message}");
    }
}

#[test]
fn a_value_that_typst_would_run_is_refused_when_it_is_filled() {
    for (source, at) in [
        ("#f({% if v %}\"{% else %}x\"{% endif %}{{ v }}\")", "{{ v }}"),
        ("#f({% if not v %}){% endif %}\"{{ v }}\")", "{{ v }}"),
        ("{% set c = v|code %}Tekst {{ c }}", "{{ c }}"),
        (
            "{% macro m(x) %}{{ x }}{% endmacro %}#f({% if v %}\"{% else %}x\"{% endif %}{{ m(v) }}\")",
            "{{ x }}",
        ),
    ] {
        let (message, place) = refused(typst, source, context! { v => "#panic()" });
        assert!(message.contains("would be read as code"), "{source}: {message}");
        assert_eq!(place, at, "{source}: {message}");
    }
    let drawing = || Value::from(Drawing::of(&chart(), &HouseStyle::default()));
    let source = "#f({% if v %}\"{% else %}x\"{% endif %}{{ v }}\")";
    assert!(refused(typst, source, context! { v => drawing() }).0.contains("read as code"));
    let good = "#f[{{ v }}] #g({{ v.width }}, alt: {{ v.alt|code }})[{{ v.body }}]";
    assert!(typst(good, context! { v => drawing() }).is_ok());
}

#[test]
fn escaping_has_no_way_around() {
    let v = || context! { v => "#panic(\"x\")" };
    for source in [
        "{% autoescape false %}{{ v }}{% endautoescape %}",
        "{%- autoescape 'html' -%}{{ v }}{% endautoescape %}",
        "{%autoescape(false)%}{{ v }}{%endautoescape%}",
    ] {
        for fill in [typst, html] {
            assert!(
                refused(fill, source, v()).0.contains("escaping can't be switched"),
                "{source}"
            );
        }
    }
    for filter in ["safe", "escape", "e"] {
        for source in [
            format!("{{{{ v|{filter} }}}}"),
            format!("{{% filter {filter} %}}{{{{ v }}}}{{% endfilter %}}"),
        ] {
            assert!(typst(&source, v()).is_err(), "{source}");
            assert!(html(&source, v()).is_err(), "{source}");
        }
    }
    let printed = "{% macro m(x) %}{{ x }}{% endmacro %}";
    for filter in [
        "replace('\"', '')",
        "replace('x', v)",
        "reverse",
        "split('\"')|last",
        "lines|first",
        "trim('#\";')",
        "indent(2)",
        "list|join",
        "upper",
        "format(v)",
    ] {
        let source = format!("{printed}{{{{ m(v)|{filter} }}}}");
        let (message, _) = refused(typst, &source, v());
        assert!(message.contains("what a macro has printed"), "{source}: {message}");
    }
    let source = format!("{printed}{{{{ [m(v), v]|join(\", \") }}}}");
    assert!(refused(typst, &source, v()).0.contains("what a macro has printed"));
    // What is cut out of a printed text by an index is a plain text, and escaped.
    let source = format!("{printed}{{{{ m(v)[2:] }}}} {{{{ m(v) ~ \"\" }}}}");
    assert_eq!(strings(&typst(&source, v()).unwrap()).len(), 2);
    let plain = "{{ v|upper|replace(\"A\", \"B\")|trim }}";
    assert_eq!(typst(plain, context! { v => " ba" }).unwrap(), "#\"BB\";");
}

#[test]
fn formats_do_not_mix() {
    let set = load(&[
        ("t.typ", "{% include \"u.html\" %}"),
        ("u.html", "<p>{% include \"v.typ\" %}</p>"),
        ("v.typ", "{{ v }}"),
    ])
    .unwrap();
    let v = || context! { v => "x" };
    assert!(set.render_typst("t.typ", v()).unwrap_err().message.contains("u.html"));
    assert!(set.render_html("u.html", v()).unwrap_err().message.contains("v.typ"));
    assert!(set.render_html("v.typ", v()).is_err());
    assert!(set.render_typst("u.html", v()).is_err());
    assert!(load(&[("t.txt", "{{ v }}")]).unwrap_err().message.contains(".html"));
    let markup = context! { v => escape("x") };
    let (message, at) = refused(html, "<p>{{ v }}</p>", markup);
    assert!(message.contains("Typst markup"), "{message}");
    assert_eq!(at, "v");
    assert!(html("{{ v|code }}", v()).is_err());
}

#[test]
fn a_noncharacter_is_no_mark_of_a_user() {
    let (message, at) = refused(typst, "a\u{fdd0}b", context! {});
    assert!(message.contains("noncharacter"), "{message}");
    assert_eq!(at, "\u{fdd0}");
    let v = || context! { v => "a\u{fdd2}\u{fdd0}#b\u{fdd8}" };
    assert_eq!(strings(&typst("{{ v }}", v()).unwrap()).len(), 1);
    assert_eq!(html("<p>{{ v }}</p>", v()).unwrap().matches('\u{fdd0}').count(), 0);
}

#[test]
fn a_value_where_a_browser_would_run_it_is_refused() {
    for (source, expected) in [
        ("<script>let x = '{{ v }}'</script>", "`<script>`"),
        ("<style>p { color: {{ v }} }</style>", "`<style>`"),
        ("<iframe>{{ v }}</iframe>", "`<iframe>`"),
        ("<p onclick=\"f({{ v }})\">", "`onclick`"),
        ("<p style=\"color: {{ v }}\">", "`style`"),
        ("<iframe srcdoc=\"{{ v }}\">", "`srcdoc`"),
        ("<p title={{ v }}>", "without quotes"),
        ("<p title = a{{ v }}>", "without quotes"),
        ("<a href=\"{{ v }}\">", "address"),
        ("<a href=\" {{ v }}\">", "address"),
        ("<a href=\"{% if v %}{{ v }}{% endif %}\">", "address"),
        ("<a HREF='java{{ v }}'>", "address"),
        ("<img src=\"{{ v }}\">", "address"),
        ("<img srcset=\"{{ v }}\">", "`srcset`"),
        ("<form action=\"{{ v }}\">", "address"),
        ("<button formaction=\"{{ v }}\">", "`formaction`"),
        ("<use xlink:href=\"{{ v }}\">", "`xlink:href`"),
        ("<animate to=\"{{ v }}\">", "`to`"),
        ("<meta http-equiv=\"refresh\" content=\"0; {{ v }}\">", "`content`"),
        ("<meta name=\"x\" charset=\"{{ v }}\">", "`charset`"),
        ("<!-- {{ v }} -->", "comment"),
        ("<!doctype {{ v }}>", "comment"),
        ("<{{ v }}>", "in a tag"),
        ("<p {{ v }}>", "in a tag"),
        ("<p {{ v }}=\"1\">", "in a tag"),
        ("<p a=\"1\" {{ v }}>", "in a tag"),
        ("</{{ v }}>", "in a tag"),
        ("<p title=\"{{ v }}", "in a tag"),
        ("{{ '<!--' }}<script>{{ v }}</script>", "`<script>`"),
    ] {
        let (message, at) = refused(html, source, context! { v => "x" });
        assert!(message.contains(expected), "{source}: {message}");
        assert_eq!(at, "{{ v }}", "{source}: {message}");
    }
    for (source, filled) in [
        ("<p>{{ v }}</p>", "<p>&lt;b&gt;&quot;&#x27;&amp;</p>"),
        ("<p title=\"{{ v }}\">", "<p title=\"&lt;b&gt;&quot;&#x27;&amp;\">"),
        ("<p title='a {{ v }} b'>", "<p title='a &lt;b&gt;&quot;&#x27;&amp; b'>"),
        ("<a href=\"#{{ v }}\">x</a>", "<a href=\"#&lt;b&gt;&quot;&#x27;&amp;\">x</a>"),
        (
            "<td data-x=\"{{ v }}\" aria-label=\"{{ v }}\">",
            "<td data-x=\"&lt;b&gt;&quot;&#x27;&amp;\" aria-label=\"&lt;b&gt;&quot;&#x27;&amp;\">",
        ),
        ("<title>{{ v }}</title>", "<title>&lt;b&gt;&quot;&#x27;&amp;</title>"),
        ("<!-- {# {{ v }} #} -->", "<!--  -->"),
        ("<script>{% raw %}{{ v }}{% endraw %}</script>", "<script>{{ v }}</script>"),
    ] {
        let values = context! { v => "<b>\"'&" };
        assert_eq!(html(source, values).as_deref(), Ok(filled), "{source}");
    }
    assert_eq!(html("<p>{{ n }}</p>", context! { n => 3 }).unwrap(), "<p>3</p>");
    for value in [Value::from(vec![1]), Value::from(true)] {
        assert!(html("{{ v }}", context! { v => value }).is_err());
    }
    assert!(html("{{ gone }}", context! {}).is_err());
}

#[test]
fn a_value_where_a_browser_would_run_it_is_refused_when_it_is_filled() {
    let cases = [
        ("<p {% if v %}title={% else %}title=\"{% endif %}{{ v }}\">", "without quotes"),
        ("{% if v %}<script>{% else %}<script></script>{% endif %}{{ v }}", "`<script>`"),
        ("{% if v %}<!--{% else %}<!-- -->{% endif %}{{ v }}", "comment"),
    ];
    for (source, expected) in cases {
        let (message, at) = refused(html, source, context! { v => "x" });
        assert!(message.contains(expected), "{source}: {message}");
        assert_eq!(at, "{{ v }}", "{source}: {message}");
    }
    let drawing = || context! { v => Drawing::of(&chart(), &HouseStyle::default()) };
    for source in ["<p title=\"{{ v }}\">", "<title>{{ v }}</title>", "<textarea>{{ v }}"] {
        assert!(html(source, drawing()).is_err(), "{source}");
    }
    for source in ["<figure>{{ v }}</figure>", "{{ v }}", "<p>Tekst {{ v }} tekst</p>"] {
        assert!(html(source, drawing()).is_ok(), "{source}");
    }
}

fn chart() -> Chart {
    let share = Extent::open(Share::of(3, 10).unwrap());
    let alt = AltText::new("Drie \"van\" <tien> & meer.", "ja 3").unwrap();
    Chart::option_bars(alt, 4000, vec![OptionBar::new("ja", share)])
}

/// The contents of all strings in Typst source.
fn strings(source: &str) -> Vec<String> {
    fn collect(node: &SyntaxNode, found: &mut Vec<String>) {
        if node.kind() == SyntaxKind::Str {
            found.push(node.leaf_text().to_string());
        }
        node.children().for_each(|child| collect(child, found));
    }
    let mut found = Vec::new();
    collect(&parse(source), &mut found);
    found
}

/// Texts of a tree outside its strings.
fn outside_strings(node: &SyntaxNode, found: &mut String) {
    if node.kind() != SyntaxKind::Str {
        found.push_str(node.leaf_text());
        node.children().for_each(|child| outside_strings(child, found));
    }
}

/// Pieces of templates that leave a text without running anything: all their branches are
/// taken once.
const STRAIGHT: [&str; 30] = [
    "tekst",
    " ",
    "\n",
    "\n\n  ",
    "\"",
    "'",
    "{",
    "}",
    "}}",
    "%}",
    "#}",
    "{ {",
    "é",
    "\\",
    "{{ v }}",
    "{{- v }}",
    "{{ v -}}",
    "{{ \"}}\" }}",
    "{{ '\"' }}",
    "{{ [[1], [2]][1][0] }}",
    "{{ {'a': '}}'}.a }}",
    "{# {{ v }} \" #}",
    "{#- {% x %} -#}",
    "{% raw %}{{ v }} \"{% endraw %}",
    "{%- raw -%} {% if %} {%- endraw +%}",
    "{% if '%}' %}",
    "{%- if v -%}",
    "{%+ if v +%}",
    "{% set x = \"%}\" %}",
    "{% set y = {'a': 1} %}",
];

/// A template of some pieces, with the ends of its branches.
fn template(pieces: &[&str], ends: &str) -> String {
    let branches = pieces.iter().filter(|piece| piece.contains("if ") && !piece.contains("raw"));
    format!("{}{}", pieces.concat(), ends.repeat(branches.count()))
}

fn plain_environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_syntax(syntax());
    environment
}

proptest! {
    #[test]
    fn what_is_seen_is_what_minijinja_renders(
        pieces in proptest::collection::vec(proptest::sample::select(&STRAIGHT[..]), 0..12),
        end in proptest::sample::select(&["{% endif %}", "{%- endif -%}", "{%+ endif +%}"][..]),
    ) {
        let source = template(&pieces, end);
        let environment = plain_environment();
        let values = || context! { v => "waarde" };
        let Ok(rendered) = environment.render_str(&source, values()) else { return Ok(()) };
        let mut expected = String::new();
        for part in parts(&source) {
            match part.kind {
                Kind::Text => expected.push_str(&source[part.range]),
                Kind::Value => {
                    let expression = environment.compile_expression(&source[part.inner]).unwrap();
                    expected.push_str(&expression.eval(values()).unwrap().to_string());
                }
                Kind::Statement | Kind::Nothing => {}
            }
        }
        prop_assert_eq!(expected, rendered, "{}", source);
    }

    #[test]
    fn parts_have_no_gaps_whatever_a_template_holds(source in "[a{%#}\"'\\-+ \n]{0,40}") {
        let mut at = 0;
        for part in parts(&source) {
            prop_assert_eq!(part.range.start, at);
            at = part.range.end;
        }
        prop_assert_eq!(at, source.len());
    }

    #[test]
    fn marks_change_nothing(
        pieces in proptest::collection::vec(proptest::sample::select(&STRAIGHT[..]), 0..12),
        end in proptest::sample::select(&["{% endif %}", "{%- endif -%}", "{%+ endif +%}"][..]),
        format in proptest::sample::select(&["t.typ", "t.html"][..]),
    ) {
        let source = template(&pieces, end);
        let Ok(set) = load(&[(format, &source)]) else { return Ok(()) };
        let values = || context! { v => "waarde" };
        let filled = match format {
            "t.typ" => set.render_typst(format, values()).map(|markup| markup.as_str().to_owned()),
            _ => set.render_html(format, values()),
        };
        let Ok(filled) = filled else { return Ok(()) };
        let traced = set.trace(format, values()).unwrap();
        prop_assert_eq!(traced.text(), filled, "{}", source);
    }
}

/// Pieces of Typst in which a value might come to stand.
const TYPST: [&str; 36] = [
    "tekst ",
    "\n",
    "#f(",
    ")",
    "\"",
    "`",
    "```",
    "//",
    "/*",
    "*/",
    "[",
    "]",
    "<",
    ">",
    "@",
    "\\",
    "$",
    "= ",
    "#let x = ",
    ", ",
    "#{",
    "}",
    "https://a.nl/",
    "#",
    ";",
    "{{ v }}",
    "{{ v|code }}",
    "{{ '\"' }}",
    "{{ \"}}\"|code }}",
    "{% if v %}",
    "{% if not v %}",
    "{%- if v -%}",
    "{# \" #}",
    "{% raw %}\"{% endraw %}",
    "{% set c = v|code %}{{ c }}",
    "{{ m(v) }}",
];

/// Values that would do harm when they were read as code.
const NASTY: [&str; 12] = [
    "#kwaad()",
    "\"kwaad",
    "kwaad\"; #kwaad() \"",
    "*/ #kwaad()",
    "`kwaad`",
    "\\\"kwaad",
    "kwaad]",
    "<kwaad>",
    "\n#kwaad()",
    "= kwaad",
    "$kwaad$",
    "</p><script>kwaad</script>",
];

const MACRO: &str = "{% macro m(x) %}{{ x }}{% endmacro %}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn no_value_is_ever_read_as_typst(
        pieces in proptest::collection::vec(proptest::sample::select(&TYPST[..]), 1..10),
        nasty in proptest::sample::select(&NASTY[..]),
    ) {
        let source = format!("{MACRO}{}", template(&pieces, "{% endif %}"));
        let Ok(filled) = typst(&source, context! { v => nasty }) else { return Ok(()) };
        let mut outside = String::new();
        outside_strings(&parse(&filled), &mut outside);
        prop_assert!(!outside.contains("kwaad"), "{}\nwas filled as\n{}", source, filled);
    }

    #[test]
    fn no_value_changes_a_page(
        pieces in proptest::collection::vec(proptest::sample::select(&HTML[..]), 1..10),
        nasty in proptest::sample::select(&NASTY[..]),
    ) {
        let source = format!("{MACRO}{}", template(&pieces, "{% endif %}"));
        let Ok(set) = load(&[("t.html", &source)]) else { return Ok(()) };
        let fill = |v: &str| set.render_html("t.html", context! { v => v });
        let (Ok(filled), Ok(harmless)) = (fill(nasty), fill("goed")) else { return Ok(()) };
        prop_assert_eq!(shape(&filled), shape(&harmless), "{}\nwas filled as\n{}", source, filled);
    }
}

/// Pieces of HTML in which a value might come to stand.
const HTML: [&str; 32] = [
    "tekst ",
    "\n",
    "<p>",
    "</p>",
    "<p ",
    "title=",
    "title=\"",
    "href=\"",
    "href='#",
    "onclick=\"",
    "style='",
    "\"",
    "'",
    ">",
    "/>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<title>",
    "</title>",
    "<![CDATA[",
    "]]>",
    "{{ v }}",
    "{{ m(v) }}",
    "{% if v %}",
    "{% if not v %}",
    "{# \" #}",
    "{% raw %}<{% endraw %}",
    "{{ '<' }}",
];

/// The tags, attributes and comments of a page, without its texts.
fn shape(page: &str) -> Vec<String> {
    use html5gum::emitters::default::Token;
    let name = |name: &[u8]| String::from_utf8_lossy(name).into_owned();
    let mut emitter = html5gum::DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let tokens = html5gum::Tokenizer::new_with_emitter(page, emitter);
    let shape = tokens.filter_map(|token| match token.unwrap() {
        Token::StartTag(tag) => {
            let attributes: Vec<_> = tag.attributes.keys().map(|key| name(key)).collect();
            Some(format!("<{} {}>", name(&tag.name), attributes.join(" ")))
        }
        Token::EndTag(tag) => Some(format!("</{}>", name(&tag.name))),
        Token::Comment(text) => Some(format!("<!--{}-->", name(&text))),
        Token::Doctype(_) => Some("doctype".to_owned()),
        Token::String(_) | Token::Error(_) => None,
    });
    shape.collect()
}

#[test]
fn a_drawing_on_a_page_says_what_it_shows() {
    let drawing = Drawing::of(&chart(), &HouseStyle::default());
    let svg = drawing.svg();
    assert!(
        svg.contains(
            "role=\"img\" aria-label=\"Drie &quot;van&quot; &lt;tien&gt; &amp; meer. ja 3\""
        ),
        "{svg}"
    );
    assert!(!svg.contains("id=\""), "no id that another could have");
    assert_eq!(drawing.alt().to_string(), "Drie \"van\" <tien> & meer. ja 3");
    assert!(drawing.figure().as_str().contains("alt: \"Drie \\\"van\\\" <tien> & meer. ja 3\""));
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"), "{svg}");
}
