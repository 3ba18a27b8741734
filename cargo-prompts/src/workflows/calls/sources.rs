//! The source files of a package.

use std::fs;
use std::path::Path;

use prompt_build::disk::describe;

use crate::project::manifest::{MANIFEST, Manifest};
use crate::report::failure::Failure;

/// Returns the `.rs` files of the package at `root`, relative to it, with forward slashes and in
/// order. It leaves out the target directory, hidden folders and packages of their own, and follows
/// no symbolic link to a folder.
pub fn paths(root: &Path) -> Result<Vec<String>, Failure> {
    let mut paths = Vec::new();
    collect(root, "", &mut paths)?;
    paths.sort();
    Ok(paths)
}

fn collect(root: &Path, below: &str, paths: &mut Vec<String>) -> Result<(), Failure> {
    let folder = root.join(below);
    let unreadable = |error| {
        Failure::because(
            format!("cannot read `{}`", folder.display()),
            describe(&error),
        )
    };
    for entry in fs::read_dir(&folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{below}{name}");
        let kind = entry.file_type().map_err(unreadable)?;
        if name.starts_with('.') {
            continue;
        }
        if kind.is_dir() && name != "target" && !entry.path().join(MANIFEST).exists() {
            collect(root, &format!("{path}/"), paths)?;
        } else if !kind.is_dir()
            && entry
                .path()
                .extension()
                .is_some_and(|extension| extension == "rs")
        {
            paths.push(path);
        }
    }
    Ok(())
}

/// The folder of the modules that a file declares, with a slash at the end.
pub fn module_folder(path: &str) -> String {
    let (folder, name) = path
        .rsplit_once('/')
        .map_or(("", path), |(folder, name)| (folder, name));
    let folder = if folder.is_empty() {
        String::new()
    } else {
        format!("{folder}/")
    };
    let is_root =
        folder.ends_with("bin/") || matches!(name, "main.rs" | "lib.rs" | "mod.rs" | "build.rs");
    if is_root {
        folder
    } else {
        format!("{folder}{}/", name.trim_end_matches(".rs"))
    }
}

/// Returns true if some builds leave out a file: one of a module under a condition, or a test, a
/// bench or an example. `package` is the package's folder, with a slash at the end.
pub fn is_conditional(package: &str, path: &str, conditional_modules: &[String]) -> bool {
    let own = path.strip_prefix(package).unwrap_or(path);
    let is_target = ["tests/", "benches/", "examples/"]
        .iter()
        .any(|folder| own.starts_with(folder));
    let is_in = |module: &String| {
        path.strip_prefix(module.as_str())
            .is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    };
    is_target || conditional_modules.iter().any(is_in)
}

/// The names in Rust under which the package at `root` depends on `prompt-runtime`.
pub fn runtime_names(root: &Path) -> Vec<String> {
    // A manifest that cannot be read is for cargo to report.
    let manifest = Manifest::nearest(root).ok().flatten();
    manifest.map_or_else(Vec::new, |manifest| manifest.names_of("prompt-runtime"))
}

#[cfg(test)]
mod tests {
    use super::{is_conditional, module_folder};

    #[test]
    fn where_the_modules_of_a_file_lie() {
        let files = [
            ("src/main.rs", "src/"),
            ("src/lib.rs", "src/"),
            ("src/email/mod.rs", "src/email/"),
            ("src/email.rs", "src/email/"),
            ("src/bin/desk.rs", "src/bin/"),
            ("build.rs", ""),
        ];
        for (file, folder) in files {
            assert_eq!(module_folder(file), folder, "{file}");
        }
    }

    #[test]
    fn files_that_some_builds_leave_out() {
        let modules = ["src/staging".to_owned()];
        let files = [
            ("src/staging.rs", true),
            ("src/staging/mod.rs", true),
            ("src/staging/email.rs", true),
            ("src/staging_area.rs", false),
            ("src/main.rs", false),
            ("tests/emails.rs", true),
            ("examples/greet.rs", true),
            ("src/tests/emails.rs", false),
        ];
        assert!(
            is_conditional("app/", "app/tests/emails.rs", &[])
                && !is_conditional("", "app/tests/emails.rs", &[])
        );
        for (file, expected) in files {
            assert_eq!(is_conditional("", file, &modules), expected, "{file}");
        }
    }
}
