use super::shared_file::SharedFile;
use super::shared_library::SharedLibrary;
use super::{Folders, PARTIALS, SCHEMAS, TOOLS};
use crate::order;
use crate::report::{Finding, Findings};
use crate::review::review;
use crate::template::SharedKind;

/// Reviews the partials, named schemas and tools that no prompt used when it was checked. A build does
/// not read them.
pub fn review_unused(folders: &Folders<'_, '_>) -> Findings {
    let Folders { disk, library, .. } = *folders;
    let shared = SharedLibrary { disk, library };
    let mut findings = Findings::default();
    for (kind, folder) in [
        (SharedKind::Partial, PARTIALS),
        (SharedKind::Schema, SCHEMAS),
        (SharedKind::Tool, TOOLS),
    ] {
        // The link is reported where it stands.
        if disk.leaves(library, &format!("{library}/{folder}")) {
            continue;
        }
        for name in order::by_text(shared.names(kind), String::clone) {
            let key = SharedFile::key(kind, &name);
            if folders.forms.get::<SharedFile>(&key).is_some() {
                continue;
            }
            match shared.read(kind, &name) {
                Ok(source) => findings.append(review(&source)),
                Err(failure) => findings.push(unread(failure)),
            }
        }
    }
    findings
}

/// No build fails because of a file that nothing uses.
fn unread(failure: Finding) -> Finding {
    let finding = Finding::warning(failure.code, failure.location, failure.message);
    failure.help.into_iter().fold(finding, Finding::help)
}
