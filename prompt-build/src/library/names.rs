//! The names of files and folders in a library.

use semver::Version;

/// The name of the ledger in a prompt's folder.
pub const LEDGER: &str = "releases.yaml";
/// The name of the working copy in a prompt's folder.
pub const WORKING_COPY: &str = "local.prompt";

/// The folder of the library that holds the partials.
pub const PARTIALS: &str = "partials";

/// The name of a released version's file in a prompt's folder.
pub fn release_file(version: &Version) -> String {
    format!("{version}.prompt")
}
