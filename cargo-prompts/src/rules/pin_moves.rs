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
