//! The texts of `explain`: a file for each code, embedded.

use include_dir::{Dir, File, include_dir};

pub static TEXTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/explain");

/// The groups of codes, in the order of a build.
pub const GROUPS: &[&str] = &[
    "Files",
    "YAML",
    "environments.yaml",
    "The library",
    "Pins and sign-offs",
    "Front matter",
    "Templates",
    "Choosing the environment",
    "Datasets",
    "Commands",
    "Binaries",
    "Calls",
    "The build script",
];

/// The explanation of a code. Its file begins with a line `# group: code`, and then has one line
/// with the meaning of the code.
#[derive(Debug, Clone, Copy)]
pub struct Explanation {
    pub code: &'static str,
    pub group: &'static str,
    /// The first sentence, without a full stop.
    pub title: &'static str,
    /// The whole text without its heading, in Markdown.
    pub text: &'static str,
}

impl Explanation {
    pub fn of(code: &str) -> Option<Self> {
        TEXTS.get_file(format!("{code}.md")).and_then(Self::read)
    }

    /// In the order of their codes.
    pub fn all() -> Vec<Self> {
        let mut all = TEXTS.files().filter_map(Self::read).collect::<Vec<_>>();
        all.sort_by_key(|explanation| explanation.code);
        all
    }

    fn read(file: &'static File<'static>) -> Option<Self> {
        let (heading, text) = file.contents_utf8()?.split_once("\n\n")?;
        let (group, code) = heading.strip_prefix("# ")?.rsplit_once(": ")?;
        let title = text.lines().next()?.trim_end_matches('.');
        Some(Self {
            code,
            group,
            title,
            text,
        })
    }
}
