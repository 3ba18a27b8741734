//! The moves of an environment's pin, read from the ledger.

use jiff::Timestamp;
use prompt_build::library::{PinChange, Release};

/// The moves of an environment in the order of time, each with the version whose entry records it.
/// In a library that several applications share, each move names the application whose pin it is.
pub fn moves<'a>(
    releases: &[&'a Release],
    environment: &str,
    application: Option<&str>,
) -> Vec<(String, &'a PinChange)> {
    let is_ours = |one: &&PinChange| {
        one.environment.as_deref() == Some(environment) && one.application.as_deref() == application
    };
    let of = |release: &&'a Release| {
        let version = release.version.to_string();
        release
            .pin_changes
            .iter()
            .filter(is_ours)
            .map(move |one| (version.clone(), one))
            .collect::<Vec<_>>()
    };
    let mut moves = releases.iter().flat_map(of).collect::<Vec<_>>();
    moves.sort_by_key(|(_, one)| {
        one.signature
            .at
            .as_ref()
            .and_then(|at| at.parse::<Timestamp>().ok())
    });
    moves
}

/// The time of the last move; `None` if the ledger records none.
pub fn time_of_last_move<'a>(
    releases: &[&'a Release],
    environment: &str,
    application: Option<&str>,
) -> Option<&'a str> {
    let moves = moves(releases, environment, application);
    moves
        .last()
        .and_then(|(_, one)| one.signature.at.as_deref())
}

/// The version in whose entry the last move is recorded; `None` if the ledger records none.
pub fn last_pinned(
    releases: &[&Release],
    environment: &str,
    application: Option<&str>,
) -> Option<String> {
    let moves = moves(releases, environment, application);
    moves.into_iter().next_back().map(|(version, _)| version)
}

#[cfg(test)]
mod tests {
    use prompt_build::library::Ledger;
    use prompt_build::report::Findings;
    use prompt_build::source::Source;

    use super::{last_pinned, moves, time_of_last_move};

    /// The entries of a ledger are in the order of versions, not of time.
    const LEDGER: &str = "- version: 1.2.0
  status: active
  sha256: HASH
  pinned:
    - { environment: live, by: ana, at: 2026-11-23T11:30:00+02:00, reason: better }
    - { environment: live, application: shop, by: ben, at: 2026-11-25T10:00:00Z, reason: better }
- version: 1.1.0
  status: active
  sha256: HASH
  pinned:
    - { environment: live, by: ana, at: 2026-11-23T09:00:00Z, reason: first }
    - { environment: live, rollback: true, before: 1.2.0, by: ana, at: 2026-11-23T10:00:00Z, reason: worse }
    - { environment: trial, by: ana, at: 2026-11-24T10:00:00Z, reason: first }
";

    /// An environment and an application, the versions of its moves, and the time of the last.
    type Row = (
        &'static str,
        Option<&'static str>,
        &'static [&'static str],
        Option<&'static str>,
    );

    const MOVES: &[Row] = &[
        (
            "live",
            None,
            &["1.1.0", "1.2.0", "1.1.0"],
            Some("2026-11-23T10:00:00Z"),
        ),
        ("trial", None, &["1.1.0"], Some("2026-11-24T10:00:00Z")),
        (
            "live",
            Some("shop"),
            &["1.2.0"],
            Some("2026-11-25T10:00:00Z"),
        ),
        ("live", Some("desk"), &[], None),
        ("trial", Some("shop"), &[], None),
        ("nowhere", None, &[], None),
    ];

    #[test]
    fn moves_are_in_the_order_of_time() {
        let mut findings = Findings::default();
        let text = LEDGER.replace("HASH", &"a".repeat(64));
        let ledger = Ledger::read(&Source::new("releases.yaml", text), &mut findings).unwrap();
        let releases = ledger.releases(&mut findings);
        assert!(!findings.has_errors(), "{findings:?}");
        for (environment, application, versions, time) in MOVES {
            let moves = moves(&releases, environment, *application);
            let found = moves.into_iter().map(|(version, _)| version);
            assert_eq!(found.collect::<Vec<_>>(), *versions, "{environment}");
            assert_eq!(
                last_pinned(&releases, environment, *application).as_deref(),
                versions.last().copied()
            );
            assert_eq!(
                time_of_last_move(&releases, environment, *application),
                *time
            );
        }
    }
}
