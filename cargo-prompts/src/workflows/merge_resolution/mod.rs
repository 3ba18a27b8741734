//! A prompt of which two branches published a version under one number, in a merge that is under way.

mod ledger;
mod obstacles;
mod pins;
mod side;

use prompt_build::check::CONFIGURATION;
use prompt_build::hash::sha256;
use prompt_build::library::{LEDGER, Ledger, Release, release_file};
use prompt_build::report::Findings;
use prompt_build::source::Source;
use semver::Version;

use crate::project::change::{Edit, Target};
use crate::project::lookup;
use crate::project::merge::{Merge, Side};
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::session::Session;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::rules::bump::{self, Change, Level, PromptText};
pub use ledger::LeftOut;
pub use pins::MovedPin;
use side::PromptSide;

/// A version of the other branch, with its number before and after the merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renumbered {
    pub old: Version,
    pub new: Version,
}

/// What became of a prompt.
#[derive(Debug)]
pub struct Resolution {
    pub renumbered: Vec<Renumbered>,
    /// Environments whose pin follows a version of the other branch to its new number.
    pub followed: Vec<(String, Version)>,
    /// The pins that both branches moved.
    pub moved_twice: Vec<MovedPin>,
    pub left_out: Vec<LeftOut>,
    /// The files that were written, relative to the package.
    pub written: Vec<String>,
}

/// The sides of a merge for one prompt.
struct Sides {
    base: PromptSide,
    ours: PromptSide,
    theirs: PromptSide,
}

/// Resolves the conflicts in the ledger and in the released files of a prompt.
pub fn resolve(workspace: &Workspace, id: &str) -> Result<Resolution, Failure> {
    pins::refuse_unreadable(workspace, id)?;
    let session = Session::open(workspace)?;
    lookup::prompt(workspace, &session.library, id)?;
    let prompts = Merge::under_way(&workspace.root.join(&workspace.prompts))?;
    let library = Merge::under_way(&workspace.root.join(&session.library))?;
    let read = |side| PromptSide::read((&library, &prompts), side, id, CONFIGURATION);
    let sides = Sides {
        base: read(Side::Base)?,
        ours: read(Side::Ours)?,
        theirs: read(Side::Theirs)?,
    };
    let resolver = Resolver {
        workspace,
        session: &session,
        library: &library,
        id,
        sides: &sides,
    };
    let renumbered = resolver.renumbered()?;
    let mut edits = resolver.edits(&renumbered)?;
    let followed = pins::followed(&session.config, id, &sides, &renumbered);
    edits.extend(pins::edit(&session.config, id, &followed)?);
    if !edits.is_empty() {
        let command = format!("cargo prompts resolve {id}");
        session.commit(&command, id, &edits)?;
    }
    let written = edits.iter();
    let written = written.map(|edit| edit.target.path(workspace, &session.library));
    Ok(Resolution {
        moved_twice: pins::moved_twice(id, &sides, &renumbered),
        left_out: ledger::left_out(&sides.base, &sides.ours, &sides.theirs),
        written: written.collect(),
        renumbered,
        followed,
    })
}

struct Resolver<'a> {
    workspace: &'a Workspace,
    session: &'a Session<'a>,
    library: &'a Merge,
    id: &'a str,
    sides: &'a Sides,
}

impl Resolver<'_> {
    /// The versions of the other branch that get another number: those of which this branch has
    /// another text.
    fn renumbered(&self) -> Result<Vec<Renumbered>, Failure> {
        let Sides { base, ours, theirs } = self.sides;
        let all = || ours.releases().into_iter().chain(theirs.releases());
        let mut used = all()
            .map(|release| release.version.clone())
            .collect::<Vec<_>>();
        let present = read_ledger(&self.present(&self.path(LEDGER)));
        let mut renumbered = Vec::new();
        for release in theirs.releases() {
            let old = &release.version;
            let own = ours.release(old).filter(|_| base.release(old).is_none());
            let Some(own) = own.filter(|own| own.sha256 != release.sha256) else {
                continue;
            };
            obstacles::refuse(self.session, self.id, self.library.theirs, theirs, release)?;
            let new = match &present {
                Some(ledger) => self.number_in(ledger, release)?,
                None => self.free_number(own, release, &used)?,
            };
            used.push(new.clone());
            let old = old.clone();
            renumbered.push(Renumbered { old, new });
        }
        Ok(renumbered)
    }

    /// The number that a version has in a ledger without conflicts, as an earlier run made it. Without one,
    /// people resolved the ledger, so it is not replaced.
    fn number_in(&self, ledger: &Ledger, release: &Release) -> Result<Version, Failure> {
        let old = &release.version;
        let releases = ledger.releases(&mut Findings::default()).into_iter();
        let mut same = releases.filter(|one| one.version != *old && one.sha256 == release.sha256);
        let number = same.next().map(|one| one.version.clone());
        number.ok_or_else(|| {
            let path = self.below_library(&self.path(LEDGER));
            Failure::new(format!(
                "`{path}` has no conflict any more, and lacks the other branch's {old}"
            ))
            .help(format!(
                "`git checkout --merge -- {path}` brings the conflict back"
            ))
        })
    }

    /// The lowest free number that the change from this branch's text to the other one's takes.
    fn free_number(
        &self,
        own: &Release,
        other: &Release,
        used: &[Version],
    ) -> Result<Version, Failure> {
        let patch = bump::first_unused(bump::next(&own.version, Level::Patch), used);
        let beside = self.beside(other, &patch)?;
        let (old, new) = (
            self.text(&beside, &own.version)?,
            self.text(&beside, &patch)?,
        );
        let change = Change::between(side(&old), side(&new));
        let level = change.level.max(Level::Patch);
        Ok(bump::first_unused(bump::next(&own.version, level), used))
    }

    /// The package with both texts of a version: the other one's under a number that is free.
    fn beside(&self, other: &Release, free: &Version) -> Result<Workspace, Failure> {
        let renumbered = Renumbered {
            old: other.version.clone(),
            new: free.clone(),
        };
        let edits = self.edits(&[renumbered])?;
        let files = edits.iter().map(|edit| {
            let path = edit.target.path(self.workspace, &self.session.library);
            (path, edit.text.clone())
        });
        Ok(self.workspace.with(files))
    }

    fn text(&self, workspace: &Workspace, version: &Version) -> Result<ResolvedPrompt, Failure> {
        let (prompt, findings) = ResolvedPrompt::find(workspace, self.id, None, Some(version))?;
        prompt.ok_or_else(|| Failure::from(findings))
    }

    /// The ledger and the released files of both sides.
    fn edits(&self, renumbered: &[Renumbered]) -> Result<Vec<Edit>, Failure> {
        let Sides { base, ours, theirs } = self.sides;
        let mut edits = Vec::new();
        let path = self.path(LEDGER);
        let present = self.present(&path);
        if read_ledger(&present).is_none() {
            let ledger = ledger::merged(base, ours, theirs, renumbered)
                .map_err(|error| error.into_failure(&path))?;
            edits.push(edit(path, present, ledger.into_text()));
        }
        for release in theirs.releases() {
            let path = self.path(&release.file());
            let renamed = renumbered.iter().find(|one| one.old == release.version);
            if let Some(Renumbered { new, .. }) = renamed {
                let file = self.path(&release_file(new, release.extension));
                let text = self.theirs(&path)?;
                // What else stands there makes the change fail.
                if self.present(&file) != text {
                    edits.push(edit(file, String::new(), text));
                }
            } else if ours.release(&release.version).is_none() {
                let (present, text) = (self.present(&path), self.theirs(&path)?);
                if present != text {
                    edits.push(edit(path, present, text));
                }
            }
        }
        for release in ours.releases() {
            let path = self.path(&release.file());
            let present = self.present(&path);
            let text = self.ours(release, &path, &present)?;
            if present != text {
                edits.push(edit(path, present, text));
            }
        }
        Ok(edits)
    }

    fn path(&self, file: &str) -> String {
        format!("{}/{file}", self.id)
    }

    /// The path, relative to the package.
    fn below_library(&self, path: &str) -> String {
        format!("{}/{path}", self.session.library)
    }

    /// The text of a released file of this branch. A file that was never committed, and is there as it
    /// was released, is that text.
    fn ours(&self, release: &Release, path: &str, present: &str) -> Result<String, Failure> {
        match self.library.text(Side::Ours, path)? {
            Some(text) => Ok(text),
            None if release.sha256 == Some(sha256(present)) => Ok(present.to_owned()),
            None => Err(self.uncommitted("this branch", path)),
        }
    }

    fn theirs(&self, path: &str) -> Result<String, Failure> {
        let text = self.library.text(Side::Theirs, path)?;
        text.ok_or_else(|| self.uncommitted("the other branch", path))
    }

    fn uncommitted(&self, branch: &str, path: &str) -> Failure {
        let path = self.below_library(path);
        Failure::new(format!("{branch} has no `{path}`, which its ledger lists"))
            .help("commit the file there, and merge again: `git merge --abort` ends this merge")
    }

    /// The text of a file of the library as the merge left it; empty where there is none.
    fn present(&self, path: &str) -> String {
        let (library, path) = (&self.session.library, self.below_library(path));
        let source = self.workspace.disk.read_within(library, &path);
        source.map(|source| source.text.clone()).unwrap_or_default()
    }
}

/// The ledger, if it has no conflict: git merged it, or it was resolved.
fn read_ledger(text: &str) -> Option<Ledger> {
    let mut findings = Findings::default();
    let source = Source::new(LEDGER, text.to_owned());
    let ledger = match text.trim() {
        "" => Some(Ledger::empty(LEDGER)),
        _ => Ledger::read_whole(&source, &mut findings),
    }?;
    ledger.releases(&mut findings);
    (!findings.has_errors()).then_some(ledger)
}

fn edit(path: String, from: String, text: String) -> Edit {
    Edit {
        target: Target::Library(path),
        from,
        text,
    }
}

fn side(prompt: &ResolvedPrompt) -> PromptText<'_> {
    PromptText {
        file: prompt.text.file.text(),
        extension: prompt.text.file.extension(),
        template: &prompt.text.template,
    }
}
