//! A package with a prompt, of which one file is as large as it may be.

use std::fs;
use std::path::Path;

use prompt_build::hash::sha256;
use prompt_build::library::Extension;

use crate::kinds::Kind;

pub const PROMPTS: &str = "prompts";
const RELEASED: &str = "Hello.\n";

/// Writes the package. Returns the size of the large file in bytes.
pub fn write(folder: &Path, kind: &Kind) -> usize {
    let large = kind.text();
    let is_plain = Extension::of(kind.file).is_some_and(|(_, extension)| extension.is_plain());
    let extension = if is_plain { "md" } else { "prompt" };
    let release = format!("note/1.0.0.{extension}");
    let released = if kind.file == release {
        &large
    } else {
        RELEASED
    };
    let files = [
        ("environments.yaml", configuration(kind)),
        ("note/releases.yaml", ledger(released, extension)),
        (&release, RELEASED.to_owned()),
        (
            &format!("note/local.{extension}"),
            working_copy(kind).to_owned(),
        ),
        ("partials/a.prompt", "you".to_owned()),
    ];
    for (file, text) in files {
        put(folder, file, &text);
    }
    put(folder, kind.file, &large);
    fs::create_dir_all(folder.join("out")).expect("the folder can be made");
    large.len()
}

/// A working copy that uses the file.
fn working_copy(kind: &Kind) -> &'static str {
    if kind.file.starts_with("schemas/") {
        "---\ninput: { schema: { a: a } }\n---\nHello {{json a}}.\n"
    } else if kind.file.starts_with("tools/") {
        "---\ntools: [a]\n---\nHello.\n"
    } else {
        "Hello {{> a}}.\n"
    }
}

fn put(folder: &Path, file: &str, text: &str) {
    let path = folder.join(PROMPTS).join(file);
    let parent = path.parent().expect("a file is in a folder");
    fs::create_dir_all(parent).expect("the folder can be made");
    fs::write(path, text).expect("the file can be written");
}

fn configuration(kind: &Kind) -> String {
    let settings = "model: m, temperature: 0.1, logging: full, rate_limit: null";
    // Keys are read only where an environment asks for signatures.
    let sign_off = if kind.file == "allowed_signers" {
        ", sign_off: { required: 1, by: [me], signatures: ssh }"
    } else {
        ""
    };
    format!(
        "library_name: notes
environments:
  development: {{ prompt_source: local, {settings} }}
  production: {{ prompt_source: \"library:active\", {settings}{sign_off} }}
prompts:
  note:
    development: latest
    production: \"1.0.0\"
"
    )
}

/// A ledger with one release, signed off so that the build succeeds.
fn ledger(released: &str, extension: &str) -> String {
    let hash = sha256(released);
    let extension = match extension {
        "prompt" => String::new(),
        other => format!("  extension: {other}\n"),
    };
    format!(
        "- version: 1.0.0
  format: 1
  status: active
{extension}  sha256: {hash}
  sign_offs:
    - prompt: note
      environment: production
      by: me
      at: 2026-10-05T14:00:00Z
      reason: read aloud
      sha256: {hash}
"
    )
}

/// The variables that Cargo sets for a build script.
pub fn variables(folder: &Path) -> [(&'static str, String); 6] {
    let text = |path: &Path| path.to_string_lossy().into_owned();
    [
        ("CARGO_MANIFEST_DIR", text(folder)),
        ("OUT_DIR", text(&folder.join("out"))),
        ("CARGO_PKG_NAME", "notes".to_owned()),
        ("CARGO_CFG_FEATURE", String::new()),
        ("PROFILE", "debug".to_owned()),
        ("PROMPT_ENV", "development".to_owned()),
    ]
}
