//! `cargo prompts publish`.

use clap::{Args, ValueEnum};
use prompt_build::report::render;
use semver::Version;

use crate::commands::options::Options;
use crate::project::session::Session;
use crate::project::workspace::Workspace;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::CommandResult;
use crate::report::output::{note, say};
use crate::rules::bump::Level;
use crate::rules::names;
use crate::workflows::publication::{Number, Publication, PublicationRequest, first_for_drafts};

/// Publishes the working copy as a release, with the status draft
///
/// Partials, named schemas and tools are inlined, so that the release does not depend on other
/// files. Its hash is recorded in the ledger.
///
/// The version must fit the change since the release before it. For inputs: a new required input,
/// a new field of an object, a removed input or another type is a major change, and so is a text
/// that asks more of a value, such as one of any type that it prints and only tested before; a new
/// optional input is minor; any other text is a patch, and so is the same text in another form,
/// such as `local.md` in place of `local.prompt`. For the answer's schema: a new property is minor;
/// another description is a patch; all else is major. For tools: a new optional argument is minor;
/// another description or order is a patch; all else is major. The default is the lowest version
/// that fits; the first release is 1.0.0.
#[derive(Debug, Args)]
pub struct Publish {
    /// The prompt's id
    id: String,
    /// The version of the release
    #[arg(long, conflicts_with = "bump")]
    version: Option<Version>,
    /// Which number of the previous version to raise; below 1.0.0 as cargo counts: after 0.4.2, a
    /// major change is 0.5.0 and any other 0.4.3
    #[arg(long)]
    bump: Option<Bump>,
    /// The publisher, recorded in the ledger [default: git's `user.email`]
    #[arg(long, value_name = "WHO", value_parser = names::signer, allow_hyphen_values = true)]
    by: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Bump {
    Major,
    Minor,
    Patch,
}

impl Publish {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = Workspace::find(&options.prompts)?;
        let session = Session::open(&workspace)?;
        let request = PublicationRequest {
            id: &self.id,
            number: self.number(),
            by: self.by.as_deref(),
        };
        let publication = Publication::prepare(&workspace, &session, &request)?;
        for warning in publication.draft.template.warnings.sorted() {
            note!("{}", render(warning));
        }
        publication.commit(&session)?;
        show_release(&publication);
        if let Some(environment) = first_for_drafts(&session.config) {
            let (id, version, name) = (&self.id, &publication.version, &environment.name);
            say!("next: `cargo prompts test {id} --version {version} --env {name}`");
        }
        Ok(ExitStatus::Success)
    }

    fn number(&self) -> Number {
        match (&self.version, self.bump) {
            (Some(version), _) => Number::Exact(version.clone()),
            (None, Some(Bump::Major)) => Number::Bump(Level::Major),
            (None, Some(Bump::Minor)) => Number::Bump(Level::Minor),
            (None, Some(Bump::Patch)) => Number::Bump(Level::Patch),
            (None, None) => Number::Lowest,
        }
    }
}

fn show_release(publication: &Publication) {
    let (id, version) = (&publication.prompt.id, &publication.version);
    let Some((base, change)) = &publication.change else {
        let folder = &publication.prompt.folder;
        say!("published {id} {version}, a draft, in {folder}");
        return;
    };
    let level = change.level.as_str();
    say!("published {id} {version}, a draft ({level} since {base})");
    for reason in &change.reasons {
        say!("  {}: {}", reason.level.as_str(), reason.sentence);
    }
}
