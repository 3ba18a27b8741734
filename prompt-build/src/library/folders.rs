use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use crate::disk::Disk;
use crate::report::did_you_mean;
use crate::template::SharedForms;

/// The number of prompts without a folder for which a similar name is looked for. Each of them is
/// compared with each folder, and no more errors of a file are shown.
const MOST: usize = 100;

/// The folders of a library. The library is listed at most once, however many prompts have none.
#[derive(Debug)]
pub struct Folders<'a, 'b> {
    pub(super) disk: &'a Disk,
    pub(super) library: &'a str,
    /// The prompts that are looked for.
    ids: Vec<&'b str>,
    listing: OnceLock<Listing>,
    /// What was made of the files that the prompts share.
    pub(super) forms: Arc<SharedForms>,
}

#[derive(Debug)]
struct Listing {
    names: BTreeSet<String>,
    /// The first prompts that have no folder.
    missing: BTreeSet<String>,
}

impl<'a, 'b> Folders<'a, 'b> {
    pub fn new(disk: &'a Disk, library: &'a str, ids: impl IntoIterator<Item = &'b str>) -> Self {
        Self {
            disk,
            library,
            ids: ids.into_iter().collect(),
            listing: OnceLock::new(),
            forms: Arc::default(),
        }
    }

    /// Returns "did you mean `x`?" for a prompt that has no folder, if one has a similar name.
    pub(super) fn suggestion(&self, id: &str) -> Option<String> {
        let Listing { names, missing } = self.listing.get_or_init(|| self.list());
        if !missing.contains(id) {
            return None;
        }
        did_you_mean(id, names.iter().map(String::as_str))
    }

    fn list(&self) -> Listing {
        let names = self.disk.folders(self.library);
        let names = names.into_iter().collect::<BTreeSet<_>>();
        let missing = self.ids.iter().filter(|id| !names.contains(**id));
        let missing = missing.take(MOST).map(|id| (*id).to_owned()).collect();
        Listing { names, missing }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Folders, MOST};
    use crate::disk::Disk;
    use crate::library::{Ledger, PromptFolder, Texts};
    use crate::report::Findings;
    use crate::source::{Location, Source};

    #[test]
    fn a_library_is_listed_once() {
        let root = tempfile::tempdir().unwrap();
        let add = |name: &str| fs::create_dir_all(root.path().join("prompts").join(name)).unwrap();
        add("visitor-greeting");
        let disk = Disk::new(root.path().to_owned());
        let ids = ["visitor-greetings", "sales-emails"];
        let folders = Folders::new(&disk, "prompts", ids);
        let visitor = Some("did you mean `visitor-greeting`?");
        assert_eq!(folders.suggestion("visitor-greetings").as_deref(), visitor);
        add("sales-email");
        assert_eq!(folders.suggestion("sales-emails"), None);
        let folders = Folders::new(&disk, "prompts", ids);
        let sales = Some("did you mean `sales-email`?");
        assert_eq!(folders.suggestion("sales-emails").as_deref(), sales);
    }

    /// Each check has folders of its own, so the next one reads the file again.
    #[test]
    fn a_file_that_prompts_share_is_read_once() {
        let root = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = root.path().join("prompts").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let text = "---\ntools: [find]\ninput: { schema: { a: Name } }\n---\n{{> tone}} {{a}}\n";
        write("note/local.prompt", text);
        write("other/local.prompt", text);
        let write_shared = |description: &str| {
            write("partials/tone.prompt", &format!("Be {description}."));
            write("tools/find.yaml", &format!("description: {description}\n"));
            write("schemas/Name.yaml", &format!("string, {description}\n"));
        };
        let disk = Disk::new(root.path().to_owned());
        let shown = |folders: &Folders<'_, '_>, id: &str| {
            let location = || Location::file(&Source::without_text(id));
            let folder = PromptFolder::open(folders, id, location, &mut Findings::default());
            let folder = folder.expect("a folder");
            let ledger = Ledger::empty("releases.yaml");
            let text = Texts::new(&folder, &ledger).working_copy().expect("a text");
            let template = &text.template;
            let (messages, tools, inputs) = (&template.messages, &template.tools, &template.inputs);
            (
                text.partials.clone(),
                format!("{messages:?} {tools:?} {inputs:?}"),
            )
        };
        write_shared("brief");
        let first = Folders::new(&disk, "prompts", []);
        let before = shown(&first, "note");
        write_shared("kind");
        assert_eq!(shown(&first, "other"), before);
        let next = Folders::new(&disk, "prompts", []);
        let after = shown(&next, "other");
        assert!(
            after != before && after.1.matches("kind").count() >= 2,
            "{after:?}"
        );
    }

    #[test]
    fn similar_names_are_looked_for_as_often_as_they_are_shown() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("prompts/visitor-greeting")).unwrap();
        let disk = Disk::new(root.path().to_owned());
        let ids = (0..2 * MOST).map(|n| format!("visitor-greeting-{n}"));
        let ids = ids.collect::<Vec<_>>();
        let folders = Folders::new(&disk, "prompts", ids.iter().map(String::as_str));
        // In whatever order the prompts are checked.
        let asked = ids.iter().rev();
        let suggested = asked.filter(|id| folders.suggestion(id).is_some());
        let mut suggested = suggested.collect::<Vec<_>>();
        suggested.reverse();
        assert_eq!(suggested, ids[..MOST].iter().collect::<Vec<_>>());
    }
}
