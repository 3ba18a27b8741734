//! The previous pin of an environment, read from the ledgers.

use prompt_build::library::{PinChange, Release};
use semver::Version;

use super::pin_moves::moves;

/// The pin before the present one. A promotion goes one step forward, a rollback one step back, so
/// a second rollback goes back further, and a version that was rolled back from is not pinned
/// again. `None` if the ledger does not record the present pin or an earlier one. A version that is
/// no release was never pinned.
pub fn previous_pin(
    releases: &[&Release],
    environment: &str,
    application: Option<&str>,
    present: &str,
) -> Option<String> {
    let mut pins = Vec::<String>::new();
    for (version, one) in moves(releases, environment, application) {
        if one.is_rollback {
            go_back(&mut pins, &version, one);
            continue;
        }
        // A pin that was changed by hand is recorded only by the next promotion.
        if let Some(before) = one
            .before
            .as_ref()
            .filter(|before| pins.last() != Some(before) && is_pin(releases, before))
        {
            pins.push(before.clone());
        }
        pins.push(version);
    }
    let last = pins.pop().filter(|last| last == present)?;
    pins.into_iter().rev().find(|pin| *pin != last)
}

/// Returns `true` unless a text is a version that no release has.
fn is_pin(releases: &[&Release], text: &str) -> bool {
    let version = Version::parse(text);
    version.map_or(true, |version| {
        releases.iter().any(|release| release.version == version)
    })
}

/// Goes back to a version. If the earlier pin was not a version, the move is recorded in the entry
/// of the version that was pinned until then.
fn go_back(pins: &mut Vec<String>, version: &str, one: &PinChange) {
    if one.before.as_deref() == Some(version) {
        pins.pop();
        return;
    }
    while pins.last().is_some_and(|pin| pin != version) {
        pins.pop();
    }
    if pins.is_empty() {
        pins.push(version.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use prompt_build::library::{Ledger, Release};
    use prompt_build::report::Findings;
    use prompt_build::source::Source;

    use super::previous_pin;

    /// Moves in the order of time, the present pin, and the pin before. `a>b` is a promotion to `b`
    /// with `a` before, `>b` one with nothing before, `a<b` a rollback from `b` to `a`; a
    /// version is the number of a minor one.
    const MOVES: &[(&str, &str, Option<&str>)] = &[
        ("", "1.1.0", None),
        (">1", "1.1.0", None),
        ("1>2", "1.2.0", Some("1.1.0")),
        (">1 1>2 2>3", "1.3.0", Some("1.2.0")),
        (">1 1>2 2>3 2<3", "1.2.0", Some("1.1.0")),
        (">1 1>2 2>3 2<3 1<2", "1.1.0", None),
        (">1 1>2 2>1", "1.1.0", Some("1.2.0")),
        (">1 1>2 2>1 2<1", "1.2.0", Some("1.1.0")),
        (">1 1>2 2>1 2<1 1<2", "1.1.0", None),
        (">1 1>2 2>3 3>2 3<2 2<3 1<2", "1.1.0", None),
        // By hand to 3, or elsewhere.
        (">1 1>2", "1.3.0", None),
        (">1 9>2", "1.2.0", Some("1.1.0")),
        (">1 3>2", "1.2.0", Some("1.3.0")),
        (">1 1>2 2>2", "1.2.0", Some("1.1.0")),
        ("latest>1", "1.1.0", Some("latest")),
        // Back to what is no version: it has no entry of its own.
        (">2 latest>1 1<1", "latest", Some("1.2.0")),
    ];

    #[test]
    fn a_second_rollback_goes_further_back() {
        for (moves, present, expected) in MOVES {
            let ledger = ledger(moves);
            let mut findings = Findings::default();
            let ledger =
                Ledger::read(&Source::new("releases.yaml", ledger), &mut findings).unwrap();
            let releases: Vec<&Release> = ledger.releases(&mut findings);
            assert!(!findings.has_errors(), "{findings:?}");
            assert_eq!(
                previous_pin(&releases, "live", None, present).as_deref(),
                *expected,
                "{moves}, now {present}"
            );
            assert_eq!(previous_pin(&releases, "elsewhere", None, present), None);
        }
    }

    /// In a shared library, another application's moves are none of ours.
    #[test]
    fn each_application_has_moves_of_its_own() {
        let ledger = ledger(">1 1>2 2>3");
        let moves = ledger.replacen(
            "environment: live, before: 1.2.0",
            "environment: live, application: shop, before: 1.2.0",
            1,
        );
        assert_ne!(moves, ledger);
        let mut findings = Findings::default();
        let ledger = Ledger::read(&Source::new("releases.yaml", moves), &mut findings).unwrap();
        let releases = ledger.releases(&mut findings);
        let previous = |application, present| previous_pin(&releases, "live", application, present);
        assert_eq!(previous(Some("shop"), "1.3.0").as_deref(), Some("1.2.0"));
        assert_eq!(previous(None, "1.2.0").as_deref(), Some("1.1.0"));
        for present in ["1.2.0", "1.3.0"] {
            assert_eq!(previous(Some("desk"), present), None);
        }
    }

    fn ledger(moves: &str) -> String {
        let mut entries = vec![String::new(); 4];
        for (second, text) in moves.split(' ').filter(|text| !text.is_empty()).enumerate() {
            let (one, other) = text.split_once(['>', '<']).unwrap();
            let is_rollback = text.contains('<');
            let (to, before) = if is_rollback {
                (one, other)
            } else {
                (other, one)
            };
            let before = match before.parse::<u32>() {
                Ok(number) => format!(", before: 1.{number}.0"),
                Err(_) if before.is_empty() => String::new(),
                Err(_) => format!(", before: {before}"),
            };
            let record = format!(
                "    - {{ environment: live{before}, rollback: {is_rollback}, by: lead, at: 2026-11-23T10:00:{second:02}Z, reason: b }}\n"
            );
            entries[to.parse::<usize>().unwrap()].push_str(&record);
        }
        let entry = |(number, moves): (usize, &String)| {
            let pinned = if moves.is_empty() {
                String::new()
            } else {
                format!("  pinned:\n{moves}")
            };
            format!(
                "- version: 1.{number}.0\n  status: active\n  sha256: {}\n{pinned}",
                "a".repeat(64)
            )
        };
        entries.iter().enumerate().skip(1).map(entry).collect()
    }
}
