//! A comparison on the terminal.

use std::fmt::Write as _;

use super::model::{CasePair, CaseSide, Comparison, DatasetComparison, Sums};
use super::pairing::{SideLetter, UnsentCase};
use super::title;
use crate::report::output::{BOLD, CYAN, DIM, GREEN, RED, RESET, YELLOW, escape_line};
use crate::report::table::{Cell, table};
use crate::rules::paired_test::Better;
use crate::workflows::difference::{answer_rows, row_lines};

const UNKNOWN: &str = "-";
/// The most cases that are listed for a dataset, and the most answers that are shown.
const MOST_SHOWN: usize = 20;
/// Smaller probabilities are not told apart.
const SMALLEST: f64 = 0.0001;

/// The comparison as text with colours, as tables at most so wide if that is possible.
pub fn page(comparison: &Comparison, columns: usize) -> String {
    let Comparison { id, a, b, .. } = comparison;
    let mut page = format!(
        "{BOLD}{id}{RESET}\n  A  {}\n  B  {}\n",
        a.sentence, b.sentence
    );
    for dataset in &comparison.datasets {
        dataset_lines(&mut page, dataset, columns);
    }
    if let Some(path) = &comparison.saved {
        let _ = writeln!(page, "\nsaved the golden answers in `{path}`");
    }
    page
}

fn dataset_lines(page: &mut String, dataset: &DatasetComparison, columns: usize) {
    let _ = writeln!(page, "\n{BOLD}{}{RESET}", title(dataset.run));
    unsent_lines(page, &dataset.not_sent);
    if dataset.cases.is_empty() {
        let _ = writeln!(page, "{RED}no case that both sides take{RESET}");
        return;
    }
    page.push_str(&sums(dataset, columns));
    let pairs = &dataset.pairs;
    let _ = writeln!(
        page,
        "{} with both, {} with A alone, {} with B alone, {} with neither",
        passing(pairs.both),
        pairs.only_a,
        pairs.only_b,
        pairs.neither
    );
    let _ = writeln!(page, "{}", verdict(dataset));
    case_lines(page, dataset);
}

fn passing(cases: usize) -> String {
    match cases {
        1 => "1 case passes".to_owned(),
        cases => format!("{cases} cases pass"),
    }
}

fn unsent_lines(page: &mut String, unsent: &[UnsentCase]) {
    for case in unsent.iter().take(MOST_SHOWN) {
        let (name, reason) = (escape_line(&case.name), escape_line(&case.reason));
        let _ = writeln!(
            page,
            "{YELLOW}not sent{RESET}  {name}: {} does not take it: {reason}",
            case.side
        );
    }
    more_lines(page, unsent.len(), "of these cases");
}

fn more_lines(page: &mut String, all: usize, what: &str) {
    if let Some(more) = all.checked_sub(MOST_SHOWN).filter(|more| *more > 0) {
        let _ = writeln!(
            page,
            "{DIM}{more} more {what}: `--format json` has them all{RESET}"
        );
    }
}

fn sums(dataset: &DatasetComparison, columns: usize) -> String {
    let names = [
        "side",
        "cases passed",
        "calls passed",
        "median latency",
        "95th percentile",
        "tokens in",
        "from cache",
        "tokens out",
        "answered by",
    ];
    let sides = [(SideLetter::A, &dataset.a), (SideLetter::B, &dataset.b)];
    let rows = sides.map(|(letter, side)| {
        let cells = row(letter, side, dataset.cases.len());
        cells.map(Cell::plain).into()
    });
    table(&names, &rows, columns)
}

fn row(letter: SideLetter, side: &Sums, cases: usize) -> [String; 9] {
    let count = |count: Option<u64>| count.map_or(UNKNOWN.to_owned(), |count| count.to_string());
    let latency = |latency: Option<u32>| {
        latency.map_or(UNKNOWN.to_owned(), |latency| format!("{latency} ms"))
    };
    let models = side.answered_by.iter().map(String::as_str);
    let models = models.collect::<Vec<_>>().join(", ");
    [
        letter.to_string(),
        format!("{} of {cases}", side.cases_passed),
        format!("{} of {}", side.calls_passed, side.calls),
        latency(side.latency_ms.median),
        latency(side.latency_ms.p95),
        count(side.tokens.input),
        count(side.tokens.cached),
        count(side.tokens.output),
        if models.is_empty() {
            UNKNOWN.to_owned()
        } else {
            models
        },
    ]
}

/// The result of the exact test, and of a test that cannot tell what it would take.
fn verdict(dataset: &DatasetComparison) -> String {
    let p_value = if dataset.p_value < SMALLEST {
        format!("p < {SMALLEST}")
    } else {
        format!("p = {:.4}", dataset.p_value)
    };
    let test = format!("exact McNemar test, {p_value}");
    match dataset.better {
        Better::A => format!("{GREEN}A passes more cases{RESET} ({test})"),
        Better::B => format!("{GREEN}B passes more cases{RESET} ({test})"),
        Better::CannotTell => {
            let least = dataset.least_differing.unwrap_or_default();
            format!(
                "{YELLOW}cannot tell which passes more{RESET} ({test}): it takes at least {least} cases that pass with one side alone"
            )
        }
    }
}

fn case_lines(page: &mut String, dataset: &DatasetComparison) {
    let differing = dataset.cases.iter().filter(|case| case.differs());
    let differing = differing.collect::<Vec<_>>();
    for case in differing.iter().take(MOST_SHOWN) {
        let name = escape_line(&case.name);
        let _ = writeln!(page, "  {CYAN}{name}{RESET}  {}", outcome(case));
        for (letter, side) in [(SideLetter::A, &case.a), (SideLetter::B, &case.b)] {
            for reason in &side.reasons {
                let _ = writeln!(page, "    {letter}: {}", escape_line(reason));
            }
        }
        if let (Some(a), Some(b)) = (&case.a.answer, &case.b.answer) {
            row_lines(page, &answer_rows(a, b));
        }
    }
    more_lines(page, differing.len(), "that differ");
}

impl CasePair {
    /// Returns `true` if the two sides differ in the verdict or in the answer.
    pub fn differs(&self) -> bool {
        self.a.is_passed() != self.b.is_passed() || self.a.answer != self.b.answer
    }
}

/// With which sides a case passes, and how often where it is sent several times.
fn outcome(case: &CasePair) -> String {
    let side = |letter: SideLetter, side: &CaseSide| {
        let (colour, word) = if side.is_passed() {
            (GREEN, "passes")
        } else {
            (RED, "fails")
        };
        let share = if side.calls > 1 {
            format!(" ({} of {} times)", side.calls_passed, side.calls)
        } else {
            String::new()
        };
        format!("{colour}{letter} {word}{RESET}{share}")
    };
    let (a, b) = (side(SideLetter::A, &case.a), side(SideLetter::B, &case.b));
    format!("{a}, {b}")
}
