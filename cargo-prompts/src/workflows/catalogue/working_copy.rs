use prompt_build::library::{PromptFolder, release_file};
use prompt_build::report::Findings;
use prompt_build::template::SharedFiles;
use semver::Version;

/// The working copy of a prompt beside its newest release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkingCopy {
    Missing,
    /// A release of it would have the text of the newest release.
    SameAsNewest,
    Differs,
}

impl WorkingCopy {
    /// Compares the working copy with the newest release. Errors in it are left to `check`.
    pub(super) fn of(folder: &PromptFolder<'_>, newest: Option<&Version>) -> Self {
        if !folder.contents.has_working_copy() {
            return Self::Missing;
        }
        let mut unheeded = Findings::default();
        // A text in another form is another prompt.
        let extension = folder.contents.working_copy();
        let released = newest.and_then(|version| {
            let found = folder.contents.release(&version.to_string())?;
            (found == extension)
                .then(|| folder.source(&release_file(version, found), &mut unheeded))?
        });
        let Some(released) = released else {
            return Self::Differs;
        };
        let is_same = folder
            .source(&folder.working_copy(), &mut unheeded)
            .is_some_and(|copy| copy.text == released.text)
            || without_partials_checked(folder).is_some_and(|text| text == released.text);
        if is_same {
            Self::SameAsNewest
        } else {
            Self::Differs
        }
    }
}

/// The text that a release of the working copy would have. `None` if it has no partials.
fn without_partials_checked(folder: &PromptFolder<'_>) -> Option<String> {
    let mut unheeded = Findings::default();
    let file = folder.prompt_file(&folder.working_copy(), &mut unheeded)?;
    if !file.body().contains('>') {
        return None;
    }
    let load = |kind, name: &str| folder.shared(kind, name);
    let known = |kind| folder.shared_names(kind);
    file.release_text(&SharedFiles::through(&load, &known), &mut unheeded)
}
