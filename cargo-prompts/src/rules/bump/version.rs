//! Version numbers against changes, as cargo counts: below 1.0.0 the minor number is the breaking
//! one, below 0.1.0 every number is.

use semver::{BuildMetadata, Prerelease, Version};

use super::{Change, Level};

/// The release that a new version is compared with: the highest full release below it.
pub fn base<'a>(
    released: impl IntoIterator<Item = &'a Version>,
    new: &Version,
) -> Option<&'a Version> {
    highest(
        released
            .into_iter()
            .filter(|version| version.cmp_precedence(new).is_lt()),
    )
}

/// The release that follows a new version and that a range such as `^1.1` takes in its place: the lowest
/// full release above it, unless it is a major version further.
pub fn successor<'a>(
    released: impl IntoIterator<Item = &'a Version>,
    new: &Version,
) -> Option<&'a Version> {
    let number = full(new);
    let compatible = |version: &&Version| {
        version.pre.is_empty() && **version > number && step(&number, version) != Level::Major
    };
    released.into_iter().filter(compatible).min()
}

/// The highest full release.
pub fn highest<'a>(released: impl IntoIterator<Item = &'a Version>) -> Option<&'a Version> {
    released
        .into_iter()
        .filter(|version| version.pre.is_empty())
        .max()
}

/// The lowest version after a release that a change of this level may have.
pub fn next(base: &Version, level: Level) -> Version {
    let full = full(base);
    if !base.pre.is_empty() {
        return full;
    }
    let Version {
        major,
        minor,
        patch,
        ..
    } = full;
    match (level, major, minor) {
        (Level::Major, 1.., _) => Version::new(major + 1, 0, 0),
        (Level::Minor, 1.., _) | (Level::Major, 0, 1..) => Version::new(major, minor + 1, 0),
        _ => Version::new(major, minor, patch + 1),
    }
}

/// The first version from this one on that is not released, counting up the last number. A
/// withdrawn version keeps its number.
pub fn first_unused<'a>(
    lowest: Version,
    released: impl IntoIterator<Item = &'a Version>,
) -> Version {
    let known = released.into_iter().collect::<Vec<_>>();
    let mut version = lowest;
    while known
        .iter()
        .any(|known| known.cmp_precedence(&version).is_eq())
    {
        version.patch += 1;
    }
    version
}

/// The highest version that already has this text and so prevents its release. A pre-release does
/// not prevent the full release of its text.
pub fn blocking_release<'a>(
    same: impl IntoIterator<Item = &'a Version>,
    new: &Version,
) -> Option<&'a Version> {
    let is_followed =
        |version: &Version| !version.pre.is_empty() && new.pre.is_empty() && version < new;
    same.into_iter()
        .filter(|version| !is_followed(version))
        .max_by(|a, b| a.cmp_precedence(b))
}

/// Checks that a version is high enough for the change since a release; `Err` has the reason.
pub fn check(base: &Version, new: &Version, change: &Change) -> Result<(), String> {
    let number = full(new);
    if number <= full(base) {
        return Err(format!("`{new}` is not higher than `{base}`"));
    }
    let allowed = step(base, &number);
    if change.level <= allowed {
        return Ok(());
    }
    let reasons = reasons_above(allowed, change);
    let (allowed, needed, lowest) = (
        allowed.as_str(),
        change.level.as_str(),
        next(base, change.level),
    );
    Err(format!(
        "`{new}` is a {allowed} version after `{base}`, but {reasons}: use a {needed} version, `{lowest}` or higher"
    ))
}

/// Checks that the release which follows a new version takes the calls of that version; `Err` has the
/// reason. The change is that from the new version to the one that follows.
pub fn check_successor(new: &Version, successor: &Version, change: &Change) -> Result<(), String> {
    let allowed = step(&full(new), successor);
    if change.level <= allowed {
        return Ok(());
    }
    let reasons = reasons_above(allowed, change);
    Err(format!(
        "`{successor}` follows `{new}` as a {} version, but from `{new}` to `{successor}` {reasons}",
        allowed.as_str()
    ))
}

/// The reasons for a higher level than this one, as the end of a sentence.
fn reasons_above(allowed: Level, change: &Change) -> String {
    let reasons = change
        .reasons
        .iter()
        .filter(|reason| reason.level > allowed);
    let sentences = reasons.map(|reason| reason.sentence.as_str());
    sentences.collect::<Vec<_>>().join(", and ")
}

/// The largest change that the step from a release to a higher version allows.
fn step(base: &Version, new: &Version) -> Level {
    if new.major > base.major {
        return Level::Major;
    }
    let is_minor = new.minor > base.minor;
    match (base.major, base.minor) {
        (1.., _) if is_minor => Level::Minor,
        (1.., _) => Level::Patch,
        (0, 1..) if !is_minor => Level::Minor,
        (0, _) => Level::Major,
    }
}

/// The version without pre-release and build metadata.
fn full(version: &Version) -> Version {
    Version {
        pre: Prerelease::EMPTY,
        build: BuildMetadata::EMPTY,
        ..version.clone()
    }
}
