//! Keeps secrets, control sequences and workflow commands from terminals and from the logs of CI.

use prompt_core::hidden::{escape_commands, escape_lines};
use prompt_core::secret::masked;

/// The sequences that colour a text: an escape, `[`, numbers of this list, `m`.
const COLOURS: &[&str] = &[
    "", "0", "1", "2", "4", "7", "27", "31", "32", "33", "34", "35", "36", "91", "92", "93", "94",
    "95", "96",
];

/// Masks secrets, and escapes hidden characters, except in colours, and the beginnings of workflow commands, with
/// which a text could speak to GitHub Actions. Texts within a line are escaped where they are put
/// in: here a line end is one of the command's own.
pub fn for_people(text: &str) -> String {
    let mut shown = String::new();
    for line in masked(text).split_inclusive('\n') {
        let line = escape_commands(line, "\\u{23}");
        let start = command_start(&line);
        shown.push_str(&coloured(&line[..start]));
        let rest = &line[start..];
        // Three colons begin no command, and stand before the place of a related line.
        match rest
            .strip_prefix("::")
            .filter(|rest| !rest.starts_with(':'))
        {
            Some(rest) => shown.extend(["\\u{3a}:", &coloured(rest)]),
            None => shown.push_str(&coloured(rest)),
        }
    }
    shown
}

/// The offset of the first character of a line that is neither blank nor a colour.
fn command_start(line: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = line[at..].trim_start();
        at = line.len() - rest.len();
        match colour(rest) {
            Some(length) => at += length,
            None => return at,
        }
    }
}

fn coloured(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\u{1b}') {
        shown.push_str(&escape_lines(&rest[..at]));
        rest = &rest[at..];
        let length = colour(rest);
        let (sequence, after) = rest.split_at(length.unwrap_or(1));
        match length {
            Some(_) => shown.push_str(sequence),
            None => shown.push_str(&escape_lines(sequence)),
        }
        rest = after;
    }
    shown.push_str(&escape_lines(rest));
    shown
}

/// The length of the colour that a text begins with.
fn colour(text: &str) -> Option<usize> {
    let (numbers, _) = text.strip_prefix("\u{1b}[")?.split_once('m')?;
    let is_colour = numbers.split(';').all(|number| COLOURS.contains(&number));
    is_colour.then_some("\u{1b}[".len() + numbers.len() + 1)
}

#[cfg(test)]
mod tests {
    use prompt_build::report::{Code, Finding, render};
    use prompt_build::source::{Location, Source};

    use super::for_people;

    /// The text that a command prints, and the text that reaches the terminal.
    const TEXTS: &[(&str, &str)] = &[
        (
            "\u{1b}[1m\u{1b}[31merror\u{1b}[0m: a\n",
            "\u{1b}[1m\u{1b}[31merror\u{1b}[0m: a\n",
        ),
        ("\u{1b}[8mgone\u{1b}[0m", "\\u{1b}[8mgone\u{1b}[0m"),
        (
            "\u{1b}[2J\u{9b}2J\u{1b}]0;a\u{7}",
            "\\u{1b}[2J\\u{9b}2J\\u{1b}]0;a\\u{7}",
        ),
        ("a\r\nb", "a\\r\nb"),
        ("a\n::error::boo\n", "a\n\\u{3a}:error::boo\n"),
        ("  \u{1b}[2m ::error::boo", "  \u{1b}[2m \\u{3a}:error::boo"),
        ("std::mem, a ::b", "std::mem, a ::b"),
        ("  ::: a.yaml:1:2", "  ::: a.yaml:1:2"),
        ("\u{1b}[7ma\u{1b}[27m", "\u{1b}[7ma\u{1b}[27m"),
        ("a ##[error]boo", "a #\\u{23}[error]boo"),
        (
            "a ##vso[task]boo ##teamcity[x",
            "a #\\u{23}vso[task]boo #\\u{23}teamcity[x",
        ),
        ("###[x] ## a [b] ##", "##\\u{23}[x] ## a [b] ##"),
        (
            concat!("\u{1b}[1mwrote AKIA", "IOSFODNN7EXAMPLQ\u{1b}[0m.md"),
            "\u{1b}[1mwrote AKIA****************\u{1b}[0m.md",
        ),
    ];

    /// The name that the runner of GitHub Actions reads in a line: between `::` at the start and the
    /// next `::`, up to a blank.
    fn command(line: &str) -> Option<&str> {
        let (command, _) = line.trim_start().strip_prefix("::")?.split_once("::")?;
        command.split(' ').next()
    }

    /// The path of a related place stands behind `:::`, which a runner takes for `::` and `:`.
    #[test]
    fn the_lines_of_a_finding_are_no_commands() {
        assert_eq!(command("  ::error file=a::b"), Some("error"));
        for path in ["a.yaml", "::error::a.yaml", "error::a.yaml", "error ::a"] {
            let location = |path: &str| Location::file(&Source::new(path, "a\n"));
            let finding = Finding::error(Code::UnknownKey, location("b.yaml"), "unknown key");
            let finding = finding.related(location(path), "first given here");
            let text = for_people(&render(&finding));
            assert!(text.contains("::: "), "{text}");
            for line in text.lines() {
                let command = command(line).unwrap_or_default();
                assert!(command.is_empty() || command.starts_with(':'), "{line}");
            }
        }
    }

    #[test]
    fn only_colours_are_obeyed_and_no_key_is_shown() {
        for (text, expected) in TEXTS {
            assert_eq!(for_people(text), *expected, "{text:?}");
        }
    }
}
