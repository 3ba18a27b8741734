//! A `Cargo.toml`, as far as it tells whose it is and what it depends on. It is read by its lines:
//! whatever is wrong with it is cargo's to say.

use std::fs;
use std::path::{Path, PathBuf};

/// The name of the file.
pub const MANIFEST: &str = "Cargo.toml";

#[derive(Debug)]
pub struct Manifest {
    /// The folder that it lies in.
    pub folder: PathBuf,
    text: String,
}

impl Manifest {
    /// The nearest one from a folder upwards.
    pub fn nearest(start: &Path) -> Option<Self> {
        start.ancestors().find_map(Self::of)
    }

    /// The one in a folder, if there is one.
    pub fn of(folder: &Path) -> Option<Self> {
        let text = fs::read_to_string(folder.join(MANIFEST)).ok()?;
        Some(Self {
            folder: folder.to_owned(),
            text,
        })
    }

    /// Whether it is that of a package, and not of a workspace alone.
    pub fn is_package(&self) -> bool {
        self.entries()
            .any(|(table, key, _)| table == "package" || table.is_empty() && key == "package")
    }

    /// Whether a table, `dependencies` for example, has a package, under whatever name.
    pub fn depends_on(&self, table: &str, package: &str) -> bool {
        let (own, renamed) = (
            format!("{table}.{package}"),
            format!("package = \"{package}\""),
        );
        self.entries().any(|(place, key, line)| {
            let is_in = |wanted: &str| {
                place == wanted
                    || place.starts_with("target.") && place.ends_with(&format!(".{wanted}"))
            };
            is_in(&own) || is_in(table) && (key == package || line.contains(&renamed))
        })
    }

    /// Each line's table, key and text; a table's heading has no key.
    fn entries(&self) -> impl Iterator<Item = (String, String, &str)> {
        let mut table = String::new();
        self.text.lines().map(move |line| {
            let bare = line.split('#').next().unwrap_or_default().trim();
            let heading = bare
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'));
            if let Some(heading) = heading {
                table = heading.replace(['"', ' '], "");
                return (table.clone(), String::new(), line);
            }
            let key = bare
                .split(['=', '.'])
                .next()
                .unwrap_or_default()
                .trim()
                .trim_matches('"');
            (table.clone(), key.to_owned(), line)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::Manifest;

    /// A manifest, and what it has: `package`, the one among the dependencies, the other among
    /// those of the build.
    const MANIFESTS: &[(&str, &str)] = &[
        ("", ""),
        ("[package]\nname = \"desk\"\n", "package"),
        (" [package] # of the front desk\n", "package"),
        ("package.name = \"desk\"\n", "package"),
        (
            "[workspace]\n[workspace.package]\nversion = \"1.0.0\"\n",
            "",
        ),
        ("[workspace.dependencies]\nprompt-runtime = \"1\"\n", ""),
        ("[dependencies]\nprompt-runtime = \"1\"\n", "runtime"),
        (
            "[dependencies]\nprompt-runtime.workspace = true\n",
            "runtime",
        ),
        ("[dependencies]\n\"prompt-runtime\" = \"1\"\n", "runtime"),
        (
            "[dependencies]\n# prompt-runtime = \"1\"\nprompt-runtime-extras = \"1\"\n",
            "",
        ),
        (
            "[dependencies]\nwords = { package = \"prompt-runtime\", version = \"1\" }\n",
            "runtime",
        ),
        (
            "[dependencies.prompt-runtime]\nversion = \"1\"\n",
            "runtime",
        ),
        (
            "[target.'cfg(unix)'.dependencies]\nprompt-runtime = \"1\"\n",
            "runtime",
        ),
        ("[dev-dependencies]\nprompt-runtime = \"1\"\n", ""),
        ("[dependencies]\nprompt-build = \"1\"\n", ""),
        ("[build-dependencies]\nprompt-build = \"1\"\n", "build"),
    ];

    #[test]
    fn what_a_manifest_has() {
        for (text, expected) in MANIFESTS {
            let manifest = Manifest {
                folder: PathBuf::new(),
                text: (*text).to_owned(),
            };
            let has = [
                (manifest.is_package(), "package"),
                (
                    manifest.depends_on("dependencies", "prompt-runtime"),
                    "runtime",
                ),
                (
                    manifest.depends_on("build-dependencies", "prompt-build"),
                    "build",
                ),
            ];
            let has = has
                .into_iter()
                .filter(|(is_there, _)| *is_there)
                .map(|(_, name)| name)
                .collect::<Vec<_>>();
            assert_eq!(has.join(" "), *expected, "{text}");
        }
    }
}
