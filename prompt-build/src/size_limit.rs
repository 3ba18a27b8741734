//! The sizes up to which files are read.
//!
//! A build script is compiled without optimisation. The limits keep the time for any file below a
//! few seconds; `examples/large` measures it.

use std::path::Path;

const MIB: u64 = 1024 * 1024;

/// How large a kind of file may be.
#[derive(Debug, Clone, Copy)]
pub struct SizeLimit {
    /// The end of the path of such a file.
    suffix: &'static str,
    pub bytes: u64,
    /// What to do with a file that is larger.
    pub help: &'static str,
}

/// The limit of prompts and partials, and of a prompt with its partials.
pub const TEMPLATE: SizeLimit = SizeLimit {
    suffix: ".prompt",
    bytes: 4 * MIB,
    help: "pass a long text as an input; a prompt without front matter and tags may be larger as `local.md`",
};

/// The limits of the files that are parsed.
const LIMITS: [SizeLimit; 4] = [
    TEMPLATE,
    SizeLimit {
        suffix: "releases.yaml",
        bytes: 8 * MIB,
        help: "publish the next version under another id, such as `NAME-2`",
    },
    SizeLimit {
        suffix: "environments.yaml",
        bytes: 4 * MIB,
        help: "divide the prompts among several folders, each with a configuration",
    },
    SizeLimit {
        suffix: "allowed_signers",
        bytes: 4 * MIB,
        help: "remove the keys of those who no longer sign",
    },
];

/// The limit of named schemas and tools.
const SCHEMA: SizeLimit = SizeLimit {
    suffix: ".yaml",
    bytes: MIB,
    help: "divide the schema among several files: a schema can use the names of others",
};
/// The folders of the named schemas and of the tools in a library.
const SCHEMA_FOLDERS: [&str; 2] = ["schemas", "tools"];

/// The limit of all other files, such as plain texts and datasets.
const OTHER: SizeLimit = SizeLimit {
    suffix: "",
    bytes: 16 * MIB,
    help: "pass a long text as an input, and keep only as many cases of a dataset as a run sends",
};

impl SizeLimit {
    /// Returns the limit for the file at a path.
    pub fn of(path: &str) -> Self {
        let folder = Path::new(path).parent().and_then(Path::file_name);
        let is_of_schemas =
            folder.is_some_and(|name| SCHEMA_FOLDERS.iter().any(|known| name == *known));
        if is_of_schemas && path.ends_with(SCHEMA.suffix) {
            return SCHEMA;
        }
        let mut limits = LIMITS.into_iter();
        limits
            .find(|limit| path.ends_with(limit.suffix))
            .unwrap_or(OTHER)
    }

    /// Compares the size of a file with the limit.
    pub fn check(self, bytes: u64) -> Result<(), TooLarge> {
        if bytes > self.bytes {
            return Err(TooLarge { bytes, limit: self });
        }
        Ok(())
    }
}

/// The size of a file that is too large.
#[derive(Debug)]
pub struct TooLarge {
    pub bytes: u64,
    pub limit: SizeLimit,
}

/// Returns a size in MiB, rounded up.
pub fn mebibytes(bytes: u64) -> u64 {
    bytes.div_ceil(MIB)
}
