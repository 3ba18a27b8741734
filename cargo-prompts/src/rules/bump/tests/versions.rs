//! The versions that changes may have.

use semver::Version;

use super::super::{Change, Level, Reason, base, blocking_release, check, first_unused, next};

/// A release, the level of a change, the lowest version for it, and versions that will not do.
const NUMBERS: &[(&str, Level, &str, &[&str])] = &[
    (
        "1.4.2",
        Level::Patch,
        "1.4.3",
        &["1.4.2", "1.4.1", "1.4.2-rc.1", "1.4.2+7"],
    ),
    ("1.4.2", Level::Minor, "1.5.0", &["1.4.3", "1.4.9"]),
    ("1.4.2", Level::Major, "2.0.0", &["1.4.3", "1.5.0", "1.9.0"]),
    ("0.4.2", Level::Patch, "0.4.3", &["0.4.2"]),
    ("0.4.2", Level::Minor, "0.4.3", &["0.4.2"]),
    ("0.4.2", Level::Major, "0.5.0", &["0.4.3"]),
    ("0.0.2", Level::Patch, "0.0.3", &["0.0.2"]),
    ("0.0.2", Level::Major, "0.0.3", &["0.0.2"]),
    ("2.0.0-rc.1", Level::Major, "2.0.0", &["1.9.0"]),
];

#[test]
fn numbers_follow_changes() {
    for (base, level, lowest, refused) in NUMBERS {
        let change = Change {
            level: *level,
            reasons: vec![Reason::new(*level, "it changed")],
        };
        let base = version(base);
        assert_eq!(next(&base, *level).to_string(), *lowest, "{base} {level:?}");
        if base.pre.is_empty() {
            for taken in [*lowest, &format!("{lowest}-rc.1"), "7.0.0"] {
                assert_eq!(
                    check(&base, &version(taken), &change),
                    Ok(()),
                    "{base} {level:?} {taken}"
                );
            }
        }
        for refused in *refused {
            assert!(
                check(&base, &version(refused), &change).is_err(),
                "{base} {level:?} {refused}"
            );
        }
    }
}

#[test]
fn the_reason_names_what_changed() {
    let change = Change {
        level: Level::Major,
        reasons: vec![
            Reason::new(Level::Major, "the required input `seat` was added"),
            Reason::new(Level::Minor, "the optional input `tone` was added"),
        ],
    };
    let refused = |new| check(&version("2.3.0"), &version(new), &change).unwrap_err();
    assert_eq!(
        refused("2.4.0"),
        "`2.4.0` is a minor version after `2.3.0`, but the required input `seat` was added: use a major version, `3.0.0` or higher"
    );
    assert_eq!(
        refused("2.3.1-rc.1"),
        "`2.3.1-rc.1` is a patch version after `2.3.0`, but the required input `seat` was added, and the optional input \
         `tone` was added: use a major version, `3.0.0` or higher"
    );
    assert_eq!(
        refused("2.3.0-rc.1"),
        "`2.3.0-rc.1` is not higher than `2.3.0`"
    );
}

/// The released versions, a new version, and the version that it is compared with.
const BASES: &[(&[&str], &str, &str)] = &[
    (&[], "1.0.0", "none"),
    (&["1.0.0-rc.1"], "1.0.0", "none"),
    (&["1.4.0"], "2.0.0-rc.1", "1.4.0"),
    (&["1.4.0", "2.0.0-rc.1"], "2.0.0-rc.2", "1.4.0"),
    (&["1.4.0", "2.0.0-rc.1"], "2.0.0", "1.4.0"),
    (&["2.3.0", "2.2.1", "1.9.0"], "2.2.2", "2.2.1"),
    (&["2.3.0", "2.2.1"], "2.3.0-rc.1", "2.2.1"),
    (&["2.3.0"], "2.3.0+7", "none"),
    (&["2.3.0"], "1.0.0", "none"),
];

#[test]
fn the_highest_full_release_below_is_the_base() {
    for (released, new, expected) in BASES {
        let released = released
            .iter()
            .map(|text| version(text))
            .collect::<Vec<_>>();
        let found = base(&released, &version(new)).map_or("none".to_owned(), ToString::to_string);
        assert_eq!(found, *expected, "{new}");
    }
}

/// The versions that have a text, the one that it is to have now, and which of them keeps it from
/// that.
const IN_THE_WAY: &[(&[&str], &str, &str)] = &[
    (&[], "1.0.0", "none"),
    (&["1.0.0"], "1.0.1", "1.0.0"),
    (&["1.0.0"], "0.9.0", "1.0.0"),
    (&["1.0.0"], "1.0.0-rc.1", "1.0.0"),
    (&["1.0.0", "1.2.0"], "1.3.0", "1.2.0"),
    (&["2.0.0-rc.1"], "2.0.0", "none"),
    (&["2.0.0-rc.1"], "2.0.0-rc.2", "2.0.0-rc.1"),
    (&["2.0.0-rc.1"], "1.5.0", "2.0.0-rc.1"),
    (&["2.0.0-rc.1", "1.0.0"], "2.0.0", "1.0.0"),
];

#[test]
fn a_text_is_released_once() {
    for (same, new, expected) in IN_THE_WAY {
        let same = same.iter().map(|text| version(text)).collect::<Vec<_>>();
        let found =
            blocking_release(&same, &version(new)).map_or("none".to_owned(), ToString::to_string);
        assert_eq!(found, *expected, "{same:?} {new}");
    }
}

/// The released versions, the lowest version that will do, and the first that is not taken.
const UNUSED: &[(&[&str], &str, &str)] = &[
    (&[], "1.0.0", "1.0.0"),
    (&["1.0.0", "1.0.1"], "1.0.0", "1.0.2"),
    (&["1.0.1"], "1.0.0", "1.0.0"),
    (&["1.4.1", "1.4.2"], "1.4.1", "1.4.3"),
    (&["1.0.0-rc.1"], "1.0.0", "1.0.0"),
    (&["1.0.0+7"], "1.0.0", "1.0.1"),
];

#[test]
fn a_number_is_given_once() {
    for (released, lowest, expected) in UNUSED {
        let released = released
            .iter()
            .map(|text| version(text))
            .collect::<Vec<_>>();
        let found = first_unused(version(lowest), &released);
        assert_eq!(found.to_string(), *expected, "{released:?} {lowest}");
    }
}

fn version(text: &str) -> Version {
    Version::parse(text).unwrap()
}
