//! The names of files and folders in a library.

use semver::Version;

use super::Extension;

/// The name of the ledger in a prompt's folder.
pub const LEDGER: &str = "releases.yaml";
/// The name of the working copy in a prompt's folder, without its extension.
pub(super) const WORKING_COPY: &str = "local";

/// The folder of the library that holds the partials.
pub const PARTIALS: &str = "partials";

/// The folder of the library that holds the named schemas.
pub const SCHEMAS: &str = "schemas";

/// The folder of the library that holds the tools.
pub const TOOLS: &str = "tools";

/// The name of a released version's file in a prompt's folder.
pub fn release_file(version: &Version, extension: Extension) -> String {
    format!("{version}.{}", extension.as_str())
}

/// The name of the working copy in a prompt's folder.
pub fn working_copy_file(extension: Extension) -> String {
    format!("{WORKING_COPY}.{}", extension.as_str())
}
