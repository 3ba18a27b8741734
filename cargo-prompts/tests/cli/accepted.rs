//! Pages that say what the program prints, compared with what it prints.

use crate::page::absolute;

/// Set to write what the commands print into the pages; read the difference before you commit it.
const ACCEPT: &str = "ACCEPT_DOCS";

/// The lines of a difference that are shown.
const SHOWN: usize = 12;

/// Compares a page with what it should be, or writes it if `ACCEPT_DOCS` is set.
pub fn check(path: &str, page: &str, played: &str) {
    let (said, found) = (comparable(page), comparable(played));
    if said == found {
        return;
    }
    if std::env::var_os(ACCEPT).is_some() {
        std::fs::write(absolute(path), played).unwrap();
        return;
    }
    let same = said
        .lines()
        .zip(found.lines())
        .take_while(|(said, found)| said == found)
        .count();
    let shown = |text: &str| {
        text.lines()
            .skip(same)
            .take(SHOWN)
            .collect::<Vec<_>>()
            .join("\n")
    };
    panic!(
        "{path}:{} differs. The page says:\n{}\nThe program prints:\n{}\nTo write it into the \
         page, run the test with {ACCEPT}=1.",
        same + 1,
        shown(&said),
        shown(&found)
    );
}

/// The text without what differs from run to run and from machine to machine: times, durations,
/// latencies, and the format of a program.
fn comparable(text: &str) -> String {
    let lines = text.split_inclusive('\n').map(|line| {
        let program = line
            .starts_with("target/release/")
            .then(|| line.split_once(": "));
        match program.flatten() {
            Some((path, _)) => format!("{path}: FORMAT\n"),
            None if line.contains(" ms ") => without_latencies(line),
            None => line
                .split_inclusive([' ', '\n', ')', ','])
                .map(comparable_word)
                .collect(),
        }
    });
    lines.collect()
}

/// A row of a table with latencies. Its columns are as wide as these.
fn without_latencies(line: &str) -> String {
    let mut words = line.split_whitespace().collect::<Vec<_>>();
    for at in 1..words.len() {
        if words[at] == "ms" {
            words[at - 1] = "LATENCY";
        }
    }
    words.join(" ") + "\n"
}

fn comparable_word(word: &str) -> String {
    let is_time = word.len() >= 20 && word.starts_with("20") && word.as_bytes()[10] == b'T';
    let seconds = word.strip_suffix("s\n").unwrap_or_default();
    if is_time {
        format!("TIME{}", &word[20..])
    } else if seconds.contains('.') && seconds.parse::<f64>().is_ok() {
        "DURATION\n".to_owned()
    } else {
        word.to_owned()
    }
}
