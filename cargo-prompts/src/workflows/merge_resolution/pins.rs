//! The pins of both sides.

use prompt_build::check::CONFIGURATION;
use prompt_build::config::Config;
use prompt_build::report::{Code, Finding, Findings};
use prompt_build::source::{Location, Source};
use semver::Version;

use super::{PromptSide, Renumbered, Sides};
use crate::project::change::Edit;
use crate::project::merge::{Merge, Side};
use crate::project::pin_record::edit_of_pins_at;
use crate::project::timestamp::to_the_second;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;

/// A pin that both branches moved.
#[derive(Debug)]
pub struct MovedPin {
    pub environment: String,
    /// The pin of this branch, and the moves that led to it.
    pub ours: PinHistory,
    /// That of the other branch, with its number after the merge.
    pub theirs: PinHistory,
}

/// A pin with the moves that one branch made of it.
#[derive(Debug)]
pub struct PinHistory {
    pub pin: String,
    /// The moves, a sentence each.
    pub moves: Vec<String>,
}

/// The environments whose pin only the other branch moved, to a version that has another number now.
pub fn followed(
    config: &Config,
    id: &str,
    Sides { base, ours, theirs }: &Sides,
    renumbered: &[Renumbered],
) -> Vec<(String, Version)> {
    let present = config
        .prompt(id)
        .into_iter()
        .flat_map(|prompt| &prompt.pins);
    let followed = present.filter_map(|pin| {
        let name = &config.environments[pin.environment].name;
        let (before, own) = (base.pins.get(name), ours.pins.get(name));
        let other = theirs.pins.get(name)?;
        // Where both moved it, and wrote other numbers, the user chose.
        let is_theirs = *other == pin.pin.to_string() && (own == before || own != Some(other));
        let is_moved = before != Some(other);
        let renamed = renumbered.iter().find(|one| one.old.to_string() == *other);
        let renamed = renamed.filter(|_| is_theirs && is_moved)?;
        Some((name.clone(), renamed.new.clone()))
    });
    followed.collect()
}

/// The configuration with the new numbers in these pins.
pub fn edit(
    config: &Config,
    id: &str,
    followed: &[(String, Version)],
) -> Result<Option<Edit>, Failure> {
    if followed.is_empty() {
        return Ok(None);
    }
    let pins = followed.iter();
    let pins = pins.map(|(name, version)| (name.as_str(), version.to_string()));
    edit_of_pins_at(config, id, &pins.collect::<Vec<_>>()).map(Some)
}

/// The pins that both branches moved.
pub fn moved_twice(
    id: &str,
    Sides { base, ours, theirs }: &Sides,
    renumbered: &[Renumbered],
) -> Vec<MovedPin> {
    let moved = ours.pins.iter().filter_map(|(name, own)| {
        let (before, other) = (base.pins.get(name), theirs.pins.get(name)?);
        let is_moved = Some(own) != before && Some(other) != before;
        let number = new_number(other, renumbered);
        (is_moved && *own != number).then(|| MovedPin {
            environment: name.clone(),
            ours: PinHistory {
                pin: own.clone(),
                moves: moves(id, name, base, ours, &[]),
            },
            theirs: PinHistory {
                pin: number,
                moves: moves(id, name, base, theirs, renumbered),
            },
        })
    });
    moved.collect()
}

fn new_number(pin: &str, renumbered: &[Renumbered]) -> String {
    let renamed = renumbered.iter().find(|one| one.old.to_string() == pin);
    renamed.map_or_else(|| pin.to_owned(), |one| one.new.to_string())
}

/// The moves of a pin that one side recorded since both parted, oldest first.
fn moves(
    id: &str,
    environment: &str,
    base: &PromptSide,
    side: &PromptSide,
    renumbered: &[Renumbered],
) -> Vec<String> {
    let known = base.releases();
    let known = known.iter().flat_map(|release| &release.pin_changes);
    let known = known.map(|one| &one.signature.at).collect::<Vec<_>>();
    let mut moves = Vec::new();
    for release in side.releases() {
        let version = new_number(&release.version.to_string(), renumbered);
        let own = release.pin_changes.iter().filter(|one| {
            one.environment.as_deref() == Some(environment) && !known.contains(&&one.signature.at)
        });
        for one in own {
            let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "?".to_owned());
            let at = text(&one.signature.at);
            let (by, why) = (text(&one.signature.by), text(&one.reason));
            let verb = if one.is_rollback { "back to" } else { "to" };
            let sentence = format!(
                "{} {verb} {id} {version} by {by}: {why}",
                to_the_second(&at)
            );
            moves.push((at, sentence));
        }
    }
    moves.sort();
    moves.into_iter().map(|(_, sentence)| sentence).collect()
}

/// Refuses a configuration that the merge left with a conflict, and shows what both branches pin: which
/// one counts is for people.
pub fn refuse_unreadable(workspace: &Workspace, id: &str) -> Result<(), Failure> {
    let (config, findings) = workspace.config()?;
    if config.is_some() && !findings.has_errors() {
        return Ok(());
    }
    let prompts = &Merge::under_way(&workspace.root.join(&workspace.prompts))?;
    let ours = prompts.text(Side::Ours, CONFIGURATION)?;
    let present = workspace.disk.read(&workspace.configuration())?;
    if ours.is_none_or(|ours| ours == present.text) {
        return Err(findings.into());
    }
    let own = PromptSide::read((prompts, prompts), Side::Ours, id, CONFIGURATION)?;
    let Some(own) = own.config else {
        return Err(findings.into());
    };
    let library = workspace.library(&own);
    let library = Merge::under_way(&workspace.root.join(library))?;
    let read = |side| PromptSide::read((&library, prompts), side, id, CONFIGURATION);
    let sides = Sides {
        base: read(Side::Base)?,
        ours: read(Side::Ours)?,
        theirs: read(Side::Theirs)?,
    };
    let location = Location::file(&Source::without_text(workspace.configuration()));
    let message = format!("`{}` has a conflict", workspace.configuration());
    let help = format!(
        "decide which pins count, take out the markers, and run `cargo prompts resolve {id}` again: it takes \
         the numbers of both branches as they are"
    );
    let mut finding = Finding::error(Code::MergeConflict, location, message).help(help);
    for pin in moved_twice(id, &sides, &[]) {
        for (whose, history) in [("this", &pin.ours), ("the other", &pin.theirs)] {
            let moves = history.moves.join("; ");
            let (name, pinned) = (&pin.environment, &history.pin);
            finding = finding.help(format!("`{name}` in {whose} branch: {pinned} ({moves})"));
        }
    }
    Err(Findings::from(finding).into())
}
