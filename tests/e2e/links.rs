//! Every link between the Markdown files of the repository leads somewhere. Nothing is fetched.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::consumer::{files_below, repository};
use crate::page::{read, readme_and_guide};

const GUIDE: &str = "docs/src";

#[test]
fn links_lead_to_files_and_headings() {
    let pages = pages();
    let wrong = pages
        .iter()
        .flat_map(|(path, page)| page.links.iter().map(move |link| (path, link)))
        .filter_map(|(path, link)| {
            let fault = fault(&pages, path, link)?;
            Some(format!("{}: {link}: {fault}", path.display()))
        });
    assert_eq!(wrong.collect::<Vec<_>>(), Vec::<String>::new());
}

/// mdBook builds the pages that `SUMMARY.md` lists, and no other.
#[test]
fn the_summary_lists_every_page_of_the_guide() {
    let listed = readme_and_guide().into_iter().skip(1);
    let listed = listed.collect::<BTreeSet<_>>();
    let present = files_below(&repository().join(GUIDE))
        .into_iter()
        // What a page links to is no page of the book.
        .filter(|page| page.extension().is_some_and(|extension| extension == "md"))
        .map(|page| format!("{GUIDE}/{}", page.display()))
        .filter(|page| !page.ends_with("SUMMARY.md"));
    assert_eq!(listed, present.collect());
}

/// A word with a slash that stands alone in backticks is a path in the repository.
#[test]
fn paths_in_contributing_exist() {
    let page = Page::parse(&read("CONTRIBUTING.md"));
    let is_path = |code: &&String| code.contains('/') && !code.contains(char::is_whitespace);
    let paths = page.codes.iter().filter(is_path).collect::<Vec<_>>();
    assert!(!paths.is_empty());
    let missing = paths
        .into_iter()
        .filter(|path| !repository().join(path).exists());
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<&String>::new());
}

/// The links, the texts in backticks and the anchors of a Markdown file.
struct Page {
    links: Vec<String>,
    codes: Vec<String>,
    anchors: BTreeSet<String>,
}

/// The Markdown files that people read, by their paths in the repository.
fn pages() -> BTreeMap<PathBuf, Page> {
    let folders = [
        "",
        "benches",
        "cargo-prompts",
        GUIDE,
        "prompt-build",
        "prompt-core",
        "prompt-macros",
        "prompt-runtime",
        "tests/refused",
        "tests/rendered",
    ];
    let files = folders.into_iter().flat_map(|folder| {
        let entries = std::fs::read_dir(repository().join(folder)).unwrap();
        let paths = entries.map(move |entry| Path::new(folder).join(entry.unwrap().file_name()));
        paths.filter(|path| path.extension().is_some_and(|extension| extension == "md"))
    });
    let pages = files.map(|path| {
        let page = Page::parse(&read(path.to_str().unwrap()));
        (path, page)
    });
    pages.collect()
}

impl Page {
    fn parse(text: &str) -> Self {
        let mut page = Self {
            links: Vec::new(),
            codes: Vec::new(),
            anchors: BTreeSet::new(),
        };
        let mut heading = None::<String>;
        for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
            match event {
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    page.links.push(dest_url.into_string());
                }
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::End(TagEnd::Heading(_)) => {
                    page.anchors
                        .extend(heading.take().map(|text| anchor(&text)));
                }
                Event::Text(ref text) | Event::Code(ref text) => {
                    if let Some(heading) = &mut heading {
                        heading.push_str(text);
                    }
                    if matches!(event, Event::Code(_)) {
                        page.codes.push(text.to_string());
                    }
                }
                _ => {}
            }
        }
        page
    }
}

/// The anchor of a heading, as code hosts and mdBook make it.
fn anchor(heading: &str) -> String {
    let kept = heading
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

/// Returns the error in a link on a page.
fn fault(pages: &BTreeMap<PathBuf, Page>, page: &Path, link: &str) -> Option<&'static str> {
    if link.starts_with("https://") {
        return None;
    }
    let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
    let target = match file {
        "" => page.to_owned(),
        file => within_repository(page, file)?,
    };
    if !repository().join(&target).exists() {
        return Some("there is no such file");
    }
    if page.starts_with(GUIDE) && !target.starts_with(GUIDE) {
        return Some("the book has only the guide's pages");
    }
    let has_anchor = |page: &Page| page.anchors.contains(anchor);
    let is_found = anchor.is_empty() || pages.get(&target).is_some_and(has_anchor);
    (!is_found).then_some("there is no such heading")
}

/// The path that a relative link on a page means.
fn within_repository(page: &Path, link: &str) -> Option<PathBuf> {
    let mut path = page.parent()?.to_owned();
    for component in Path::new(link).components() {
        match component {
            Component::ParentDir => _ = path.pop(),
            component => path.push(component),
        }
    }
    Some(path)
}
