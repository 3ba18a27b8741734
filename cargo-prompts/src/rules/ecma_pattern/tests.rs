//! Patterns, judged by `regress`, an engine for ECMA-262 that has no limit of steps.

use proptest::prelude::*;
use regress::Regex;

use super::{MOST_BYTES, Pattern, PatternError, Unjudged, for_jsonschema};

/// Valid patterns, each with texts that it matches and texts that it does not.
const VALID: &[(&str, &[&str], &[&str])] = &[
    ("a|b", &["xb"], &["", "x"]),
    (r"^(?<x>a)\k<x>$", &["aa"], &["a", "ab"]),
    (r"^(?<x>a)|\k<x>b", &["a", "b"], &["c"]),
    (r"^(?<\u0061é>a)\k<aé>$", &["aa"], &["a"]),
    (r"^[(](?<x>a)\k<x>$", &["(aa"], &["(a", "aa"]),
    ("^[^]$", &["a", "\n", "😀"], &["", "ab"]),
    ("[]", &[], &["", "a", "[]"]),
    (r"^\0$", &["\0"], &["0", "\\0"]),
    (r"^[\0-\x02]$", &["\u{1}"], &["0"]),
    (r"^[\b]$", &["\u{8}"], &["b", ""]),
    (r"^\uD83D\uDE00$", &["😀"], &["😁"]),
    (r"^[\uD83D\uDE00-\u{1F602}]$", &["😁"], &["😃", "a"]),
    (r"^\u{1F600}$", &["😀"], &["u"]),
    (r"\uD83D|\uDE00", &[], &["😀", "D83D"]),
    (r"^[\uD800-\uDFFFa]$", &["a"], &["😀", "\u{e000}"]),
    (r"^[\uDFFF-\uE000]$", &["\u{e000}"], &["\u{d7ff}"]),
    (
        r"^.$",
        &["a", "\u{85}", "😀"],
        &["\n", "\r", "\u{2028}", "ab"],
    ),
    (r"^\w+$", &["a_Z9"], &["é", "\u{661}"]),
    (r"^\W$", &["é", " "], &["a"]),
    (r"^\d$", &["7"], &["\u{661}"]),
    (r"^\D$", &["\u{661}"], &["7"]),
    (
        r"^\s$",
        &["\u{feff}", "\u{a0}", "\n"],
        &["\u{85}", "\u{180e}"],
    ),
    (r"^[\s\d-]$", &["\u{feff}", "-", "1"], &["a", "\u{85}"]),
    (r"^[^\W_]$", &["a"], &["_", "é"]),
    (r"\bcaf\b", &["café", "un caf"], &["cafe"]),
    (r"é\Bé", &["éé"], &["éa"]),
    (r"\bcaf\b(?!x)", &["café", "caf"], &["cafe"]),
    (r"(?=.)é\Bé", &["éé"], &["éa"]),
    (r"^(a)?\1$", &["", "aa"], &["a"]),
    (r"^(?:(a)|b)\1$", &["aa", "b"], &["a", "bb"]),
    (r"^\1(a)$", &["a"], &["aa"]),
    (r"^(a\1)$", &["a"], &["aa"]),
    (r"^(a)(?:\1)1$", &["aa1"], &["a1"]),
    (r"^(?=.*\d)(?!.*x).{3}$", &["ab1"], &["abc", "x1a"]),
    (r"(?<=\d{1,2})b", &["12b"], &["b"]),
    (r"(?<!\d)b", &["b"], &["1b"]),
    (r"^(?i:É)a$", &["éa"], &["éA"]),
    (r"^(?i:a(?-i:b))$", &["Ab"], &["AB"]),
    (r"^(?s:.).$", &["\na"], &["a\n"]),
    (r"(?m:^b$)", &["a\nb", "a\u{2028}b\rc"], &["ab"]),
    (r"^b$", &["b"], &["a\nb", "b\n"]),
    (r"^\cJ$", &["\n"], &["J", "cJ"]),
    (
        r"^\p{Lu}\P{Lu}[\p{Script=Greek}]$",
        &["Éaλ"],
        &["éaλ", "ÉÉλ", "Éaa"],
    ),
    (r"^\/\.\^\$[\^\-\]]$", &["/.^$-", "/.^$]"], &["/.^$a"]),
    (r"^[a&&b]+[~~[-]$", &["a&b~", "a["], &["c~"]),
    (r"^a{2}?b{1,}c{0,1}$", &["aab"], &["ab", "aacc"]),
    (r"^#x y$", &["#x y"], &["xy"]),
];

#[test]
fn valid_patterns_judge_as_in_ecma_262() {
    for (pattern, matched, others) in VALID {
        let regress = Regex::with_flags(pattern, "u").unwrap();
        let compiled = Pattern::compile(pattern).unwrap();
        let texts = matched.iter().map(|text| (text, true));
        for (text, is_match) in texts.chain(others.iter().map(|text| (text, false))) {
            assert_eq!(compiled.is_match(text), Ok(is_match), "{pattern} {text:?}");
            assert_eq!(for_names(pattern, text), is_match, "{pattern} {text:?}");
            assert_eq!(regress.find(text).is_some(), is_match, "{pattern} {text:?}");
        }
    }
}

/// `regress` takes the group that did not take part.
#[test]
fn a_name_of_two_groups_is_the_one_that_took_part() {
    let pattern = r"^(?:(?<x>a)|(?<x>b))\k<x>$";
    let compiled = Pattern::compile(pattern).unwrap();
    for (text, is_match) in [("aa", true), ("bb", true), ("ab", false), ("a", false)] {
        assert_eq!(compiled.is_match(text), Ok(is_match), "{text}");
        assert_eq!(for_names(pattern, text), is_match, "{text}");
    }
}

/// Returns whether a pattern matches a text as `jsonschema` gets it.
fn for_names(pattern: &str, text: &str) -> bool {
    let translated = for_jsonschema(pattern).unwrap();
    fancy_regex::Regex::new(&translated)
        .unwrap()
        .is_match(text)
        .unwrap()
}

#[test]
fn what_ecma_262_refuses_is_invalid() {
    let rows = [
        "a++",
        "a*+",
        "a{2}+",
        "(?P<x>a)",
        "(?P=x)",
        "(?i)a",
        r"\A",
        r"a\z",
        r"a\Z",
        r"\pL",
        r"\h",
        r"\a",
        r"\e",
        r"\G",
        r"\1",
        r"\k<x>",
        r"(?<x>a)\k<y>",
        "(?>a)",
        "(?#a)",
        "(?<x>a)(?<x>b)",
        "^[",
        "a{2,1}",
        "(?=a)*",
        r"[a-\d]",
        "[b-a]",
        r"\u12",
        r"\x4",
        r"\u{110000}",
        "a{,2}",
        "{",
        "}",
        "]",
        "(",
        ")",
        "*",
        "\\",
        r"\01",
    ];
    for pattern in rows {
        assert!(Regex::with_flags(pattern, "u").is_err(), "{pattern}");
        let compiled = Pattern::compile(pattern).map(|_| ());
        assert_eq!(compiled, Err(PatternError::Invalid), "{pattern}");
    }
}

/// As in JavaScript without the flag `u`.
#[test]
fn any_character_but_letters_and_digits_can_be_escaped() {
    let compiled = Pattern::compile(r"^\-\@\ \_\#$").unwrap();
    assert_eq!(compiled.is_match("-@ _#"), Ok(true));
}

#[test]
fn what_no_engine_takes_is_refused() {
    for pattern in [
        r"\p{Nowhere}",
        r"(?=\p{Nowhere})",
        "a{99999999}",
        "(?=a{99999999})",
    ] {
        let compiled = Pattern::compile(pattern).map(|_| ());
        assert_eq!(compiled, Err(PatternError::Unusable), "{pattern}");
    }
}

/// Without a limit, these would take years.
#[test]
fn no_pattern_hangs() {
    let compile = |pattern: &str| Pattern::compile(pattern).unwrap();
    let long = "a".repeat(100_000) + "b";
    assert_eq!(compile("(a+)+$").is_match(&long), Ok(false));
    assert_eq!(compile(r"(\ba+)+$").is_match(&long), Ok(false));
    let backtracking = compile(r"^(?:(a)|(a)|b)+\1\2$");
    assert_eq!(backtracking.is_match(&long), Err(Unjudged::LongText));
    let text = &long[long.len() - MOST_BYTES..];
    assert_eq!(backtracking.is_match(text), Err(Unjudged::ManySteps));
    assert_eq!(backtracking.is_match("aba"), Ok(true));
}

/// A part of a pattern. Groups that keep what they match are never repeated.
fn part() -> impl Strategy<Value = String> {
    let atom = prop::sample::select(vec![
        "a",
        "b",
        "é",
        "1",
        "_",
        "-",
        ".",
        r"\w",
        r"\W",
        r"\d",
        r"\s",
        "[^]",
        "[]",
        r"[\w-]",
        "[^ab]",
        r"[\b_]",
        r"\x61",
        r"\u00e9",
        r"\uD83D\uDE00",
        "[é-😀]",
        r"\0",
        r"\p{L}",
    ]);
    let assertion = prop::sample::select(vec!["^", "$", r"\b", r"\B"]);
    let leaf = prop_oneof![
        4 => (atom, prop::sample::select(vec!["", "*", "+?", "{1,2}", "?"]))
            .prop_map(|(atom, count)| format!("{atom}{count}")),
        1 => assertion.prop_map(str::to_owned),
    ];
    leaf.prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a}{b}")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("(?:{a}|{b})")),
            inner.clone().prop_map(repeated),
            (
                prop::sample::select(vec!["?=", "?!", "?<!", "?i:", "?s:", "?m:"]),
                inner
            )
                .prop_map(|(group, a)| format!("({group}{a})")),
        ]
    })
}

/// A loop in a loop whose text can be empty has no end in `regress`.
fn repeated(part: String) -> String {
    if part.contains("{0,2}") {
        return part;
    }
    format!("(?:{part}){{0,2}}")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn made_up_patterns_judge_as_in_ecma_262(
        [first, second, third] in [part(), part(), part()],
        text in "[ab1é_ \n😀-]{0,5}",
    ) {
        for pattern in [
            format!("{first}{second}"),
            format!("(?:({first})|{second})(?:\\1){third}"),
            format!("(?<n>{first})?{second}\\k<n>"),
        ] {
            // Parts beside each other can be invalid: `\0` and `1`.
            let expected = Regex::with_flags(&pattern, "u").map(|judge| judge.find(&text).is_some());
            let compiled = Pattern::compile(&pattern).map(|compiled| compiled.is_match(&text).unwrap());
            prop_assert_eq!(compiled.ok(), expected.ok(), "{}", pattern);
        }
    }

    #[test]
    fn any_pattern_is_compiled_or_refused(text in "[\\PC]{0,4}([a-z0-9]|\\\\[a-zA-Z0-9]|[\\[\\](){}^$.*+?|,:<=!&~-]){0,14}") {
        if let Ok(compiled) = Pattern::compile(&text) {
            let _ = compiled.is_match("a text");
            for_jsonschema(&text).unwrap();
        }
    }
}
