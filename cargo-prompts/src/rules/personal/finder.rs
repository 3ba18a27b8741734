use std::ops::Range;
use std::sync::Arc;

use prompt_build::config::{Config, PersonalPattern};
use prompt_build::report::{Code, Finding, Findings};
use regex::{Regex, RegexBuilder};

use super::folded::Folded;
use super::{Kind, Match, add, blanked, find, find_under};

/// The most memory of a compiled expression, in bytes.
const MOST_MEMORY: usize = 1024 * 1024;

/// Finds the known forms of personal data, and those of the configuration.
#[derive(Debug)]
pub struct Finder {
    patterns: Vec<Pattern>,
    /// A placeholder, with its word and its number.
    placeholder: Regex,
}

#[derive(Debug)]
struct Pattern {
    kind: Kind,
    regex: Regex,
}

impl Default for Finder {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl Finder {
    /// Compiles the patterns of a configuration. One that cannot be used is a finding, and left out.
    pub fn of(config: &Config, findings: &mut Findings) -> Self {
        let patterns = config.personal_patterns.iter().filter_map(|pattern| {
            let compiled = compile(&pattern.regex);
            let report = |message: String| {
                let location = config.location(pattern.mark);
                let finding = Finding::error(Code::InvalidPersonalPattern, location, message);
                findings.push(finding.help(SYNTAX.to_owned()));
            };
            let regex = compiled.map_err(report).ok()?;
            let kind = Kind::Pattern(Arc::from(pattern.name.as_str()));
            Some(Pattern { kind, regex })
        });
        Self::new(patterns.collect())
    }

    fn new(patterns: Vec<Pattern>) -> Self {
        let names = patterns.iter().map(|pattern| pattern.kind.word());
        let words = PersonalPattern::RESERVED.into_iter().chain(names);
        let words = words.collect::<Vec<_>>().join("|");
        // Names have letters, digits and hyphens alone.
        let placeholder = Regex::new(&format!("<({words})-([0-9]{{1,9}})>"))
            .expect("an expression of words is valid");
        Self {
            patterns,
            placeholder,
        }
    }

    /// All matches in the value of a key, in order and without overlaps. A pattern of the user counts
    /// before a known form.
    pub fn find_under(&self, key: Option<&str>, value: &str) -> Vec<Match> {
        let mut found = self.find_patterns(value);
        if found.is_empty() {
            return find_under(key, value);
        }
        let ranges = found.iter().map(|found| found.range.clone());
        let rest = blanked(value, &ranges.collect::<Vec<_>>());
        found.extend(find(&rest));
        found.sort_by_key(|found| found.range.start);
        found
    }

    /// The matches of the patterns in the text as it stands, and as the known forms are searched for.
    fn find_patterns(&self, text: &str) -> Vec<Match> {
        let mut found = Vec::new();
        if self.patterns.is_empty() {
            return found;
        }
        add(&mut found, self.find_patterns_in(text));
        let folded = Folded::new(text);
        if folded.text != text {
            let others = self.find_patterns_in(&folded.text).into_iter();
            let others = others.map(|found| Match {
                range: folded.original(&found.range),
                ..found
            });
            add(&mut found, others.collect());
        }
        found
    }

    fn find_patterns_in(&self, text: &str) -> Vec<Match> {
        let between = self.between_placeholders(text);
        let found = self.patterns.iter().flat_map(|pattern| {
            let ranges = between.iter().flat_map(|range| {
                // What stands before counts, as for a word boundary.
                matches_within(&pattern.regex, &text[..range.end], range.start)
            });
            ranges.map(|range| Match {
                kind: pattern.kind.clone(),
                range,
            })
        });
        found.collect()
    }

    /// The parts of a text that are no placeholder. A pattern may match one, and would never be done
    /// with the text.
    fn between_placeholders(&self, text: &str) -> Vec<Range<usize>> {
        let (mut between, mut start) = (Vec::new(), 0);
        for placeholder in self.placeholder.find_iter(text) {
            between.push(start..placeholder.start());
            start = placeholder.end();
        }
        between.push(start..text.len());
        between
    }

    /// The placeholders in a text: the range, the kind and the number of each.
    pub fn placeholders<'a>(
        &'a self,
        text: &'a str,
    ) -> impl Iterator<Item = (Range<usize>, Kind, usize)> + 'a {
        self.placeholder.captures_iter(text).filter_map(|captures| {
            let (_, [word, number]) = captures.extract();
            let own = self.patterns.iter().map(|pattern| pattern.kind.clone());
            let mut kinds = Kind::ALL.into_iter().chain(own);
            let kind = kinds.find(|kind| kind.word() == word)?;
            let range = captures.get(0)?.range();
            Some((range, kind, number.parse().unwrap_or_default()))
        })
    }
}

/// The way out for an expression that is refused.
const SYNTAX: &str =
    "the syntax is that of the crate `regex`, which has no look-around and no backreferences";

/// Compiles an expression. The error is one sentence.
fn compile(expression: &str) -> Result<Regex, String> {
    let built = RegexBuilder::new(expression)
        .size_limit(MOST_MEMORY)
        .build();
    let regex = built.map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => "the expression takes too much memory".to_owned(),
        error => {
            // The lines before show the expression, as the finding does.
            let error = error.to_string();
            let last = error.lines().last().unwrap_or_default();
            let reason = last.trim().trim_start_matches("error: ");
            format!("invalid regular expression: {reason}")
        }
    })?;
    if regex.is_match("") {
        return Err("the expression matches an empty text, and so every text".to_owned());
    }
    Ok(regex)
}

/// The matches of a text from a place on, without empty ones.
fn matches_within<'a>(
    regex: &'a Regex,
    text: &'a str,
    start: usize,
) -> impl Iterator<Item = Range<usize>> + 'a {
    let mut next = start;
    std::iter::from_fn(move || {
        while next <= text.len() {
            let found = regex.find_at(text, next)?.range();
            if !found.is_empty() {
                next = found.end;
                return Some(found);
            }
            next = found.end + text[found.end..].chars().next().map_or(1, char::len_utf8);
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use prompt_build::source::Source;

    use super::*;

    fn finder(patterns: &str) -> (Finder, Vec<String>) {
        let text = format!(
            "environments: {{ dev: {{ prompt_source: local, model: m, logging: full, rate_limit: null }} }}\n\
             prompts: {{}}\npersonal_data: {{ patterns: [{patterns}] }}\n"
        );
        let mut findings = Findings::default();
        let config = Config::read(&Source::new("environments.yaml", text), &mut findings);
        let finder = Finder::of(&config.expect("it has environments"), &mut findings);
        let messages = findings.iter().map(|finding| finding.message.clone());
        (finder, messages.collect())
    }

    /// The matches in a text, each with the word of its kind.
    fn found(patterns: &str, text: &str) -> Vec<String> {
        let (finder, messages) = finder(patterns);
        assert!(messages.is_empty(), "{messages:?}");
        let found = finder.find_under(None, text).into_iter();
        let found = found.map(|found| format!("{} {}", found.kind.word(), &text[found.range]));
        found.collect()
    }

    const CUSTOMER: &str = "{ name: customer, regex: '\\bC-[0-9]{4,}' }";

    #[test]
    fn a_pattern_counts_before_the_known_forms() {
        let rows: &[(&str, &[&str])] = &[
            ("C-1234 and C-99", &["customer C-1234"]),
            (
                "C-030901820, 030 901820",
                &["customer C-030901820", "phone 030 901820"],
            ),
            ("xC-1234", &[]),
            // As it is copied from a web page, and as an URL has it.
            ("C\u{2011}1234", &["customer C\u{2011}1234"]),
            ("C%2D1234", &["customer C%2D1234"]),
            ("mara@nordlicht.de", &["email mara@nordlicht.de"]),
        ];
        for (text, expected) in rows {
            assert_eq!(found(CUSTOMER, text), *expected, "{text}");
        }
    }

    #[test]
    fn placeholders_are_no_matches() {
        let greedy = "{ name: id, regex: '[a-z]+-?[0-9]*' }";
        assert_eq!(found(greedy, "<id-1><email-12>"), [""; 0]);
        assert_eq!(found(greedy, "a<id-1>b-7"), ["id a", "id b-7"]);
        assert_eq!(found("{ name: line, regex: '^.+$' }", "<line-1>"), [""; 0]);
    }

    #[test]
    fn matches_that_overlap_are_one() {
        let both = "{ name: a, regex: 'ab+' }, { name: b, regex: 'b+c' }";
        assert_eq!(found(both, "abbc"), ["a abbc"]);
    }

    #[test]
    fn an_empty_match_is_none() {
        assert_eq!(found("{ name: a, regex: '\\b|x' }", "é axb"), ["a x"]);
    }

    #[test]
    fn an_expression_that_cannot_be_used_is_a_finding() {
        for (regex, expected) in [
            (
                "'C-['",
                "invalid regular expression: unclosed character class",
            ),
            (
                "'(?=C)'",
                "invalid regular expression: look-around, including look-ahead and look-behind, is not supported",
            ),
            (
                "'C*'",
                "the expression matches an empty text, and so every text",
            ),
            ("'\\w{1000}{100}'", "the expression takes too much memory"),
        ] {
            let (_, messages) = finder(&format!("{{ name: c, regex: {regex} }}"));
            assert_eq!(messages, [expected], "{regex}");
        }
    }
}
