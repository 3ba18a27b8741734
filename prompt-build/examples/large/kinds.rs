//! The kinds of files that are measured.

use prompt_build::size_limit::SizeLimit;
use serde_yaml::Mapping;

const KINDS: &str = include_str!("kinds.yaml");
/// What a number stands for in `kinds.yaml`.
const NUMBER: &str = "<n>";
/// That of the release.
const HASH: &str = "a2c064616af4c66c576821616646bdfad5556a263b4b007847605118971f4389";

/// A kind of file, as `kinds.yaml` has it.
pub struct Kind {
    pub name: String,
    /// The path of the file below the prompts.
    pub file: &'static str,
    begin: String,
    piece: String,
    end: String,
}

pub fn all() -> Vec<Kind> {
    let groups = serde_yaml::from_str::<Mapping>(KINDS).expect("a mapping");
    groups
        .into_iter()
        .flat_map(|(group, members)| {
            let group = group.as_str().expect("a name").to_owned();
            let members = serde_yaml::from_value::<Mapping>(members).expect("a mapping");
            members.into_iter().map(move |(name, texts)| {
                let [begin, piece, end] = serde_yaml::from_value(texts).expect("three texts");
                Kind {
                    name: format!("{group}: {}", name.as_str().expect("a name")),
                    file: file(&group),
                    begin,
                    piece,
                    end,
                }
            })
        })
        .collect()
}

fn file(group: &str) -> &'static str {
    match group {
        "configuration" => "environments.yaml",
        "ledger" => "note/releases.yaml",
        "front matter" | "template" => "note/local.prompt",
        "release" => "note/1.0.0.prompt",
        "partial" => "partials/a.prompt",
        "schema" => "schemas/a.yaml",
        "tool" => "tools/a.yaml",
        "plain text" => "note/local.md",
        "released plain text" => "note/1.0.0.md",
        "allowed signers" => "allowed_signers",
        _ => panic!("no file for the group {group}"),
    }
}

impl Kind {
    /// A file of this kind, of the largest size that is read.
    pub fn text(&self) -> String {
        let kilobytes = std::env::var("LARGE_KB")
            .ok()
            .and_then(|size| size.parse::<u64>().ok());
        let most = kilobytes.map_or(SizeLimit::of(self.file).bytes, |size| size * 1024);
        let most = usize::try_from(most).expect("a size in memory");
        let with_hashes = |text: &str| text.replace("HASH", HASH);
        let (mut text, piece) = (with_hashes(&self.begin), with_hashes(&self.piece));
        let has_number = piece.contains(NUMBER);
        for number in 1_000_000.. {
            let next = if has_number {
                &piece.replace(NUMBER, &i32::to_string(&number))
            } else {
                &piece
            };
            if text.len() + next.len() + self.end.len() > most {
                break;
            }
            text += next;
        }
        text + &self.end
    }
}
