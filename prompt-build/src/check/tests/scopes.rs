//! The findings of builds and of a check of everything. A row for each library.

use super::{
    Audit, USES_PRODUCT, USES_TOOL, check, check_everything, disk, findings, library, request,
};

/// Has the name of a row, the files that differ (`-` for one that is not there), and the findings of
/// a build for production, of one for development, and of a check of everything.
type Row = (
    &'static str,
    &'static [(&'static str, &'static str)],
    [&'static str; 3],
);

const SCOPES: &[Row] = &[
    ("a sound library", &[], ["", "", ""]),
    (
        "a text that was changed counts where releases are taken",
        &[
            ("note/1.0.0.prompt", "Write a nite.\n"),
            ("note/releases.yaml", OTHER_HASH),
        ],
        [
            "altered-release note/1.0.0.prompt:1",
            "altered-release note/1.0.0.prompt:1",
            "altered-release note/1.0.0.prompt:1",
        ],
    ),
    (
        "a local source takes a release as it is",
        &[
            ("environments.yaml", LOCAL_PIN),
            ("note/1.0.0.prompt", "Write a nite.\n"),
            ("note/releases.yaml", OTHER_HASH),
        ],
        ["", "", "altered-release note/1.0.0.prompt:1"],
    ),
    (
        "a release that nothing pins is verified by the check of everything alone",
        &[
            ("note/0.9.0.prompt", "Note!\n"),
            ("note/releases.yaml", TWO_RELEASES),
        ],
        ["", "", "altered-release note/0.9.0.prompt:1"],
    ),
    (
        "a mistake in a working copy counts where it is taken",
        &[("note/local.prompt", "{{#if}}\n")],
        [
            "",
            "unclosed-block note/local.prompt:1",
            "unclosed-block note/local.prompt:1",
        ],
    ),
    (
        "a prompt file that nothing reads",
        &[
            ("joke.prompt", "Joke.\n"),
            ("_voice.prompt", "Joke.\n"),
            ("Big_One/local.prompt", "Joke.\n"),
            ("group/inner/local.prompt", "Joke.\n"),
            ("group/inner/local.prompt.orig", "Joke.\n"),
            ("group/notes/README.md", "Joke.\n"),
            ("partials/tone/brief.prompt", "Joke.\n"),
        ],
        [
            "",
            "",
            "(misplaced-prompt) Big_One/local.prompt:1, (misplaced-prompt) _voice.prompt:1, (misplaced-prompt) group/inner/local.prompt:1, (misplaced-prompt) joke.prompt:1",
        ],
    ),
    (
        "a warning about a text counts where it is taken",
        &[("note/local.prompt", "<system>\nWrite.\n</system>\n")],
        [
            "",
            "(foreign-syntax) note/local.prompt:1",
            "(foreign-syntax) note/local.prompt:1",
        ],
    ),
    (
        "a prompt that the configuration does not name",
        &[("other/releases.yaml", "- version: 1.0.0\n")],
        [
            "",
            "",
            "missing-key other/releases.yaml:1, missing-key other/releases.yaml:1, missing-release other/releases.yaml:1",
        ],
    ),
    (
        "a folder that holds no prompt is left alone",
        &[
            ("pictures/README.md", "Screenshots.\n"),
            ("Not A Prompt/releases.yaml", "x"),
        ],
        ["", "", ""],
    ),
    (
        "a prompt without a folder",
        &[
            ("note/1.0.0.prompt", "-"),
            ("note/local.prompt", "-"),
            ("note/releases.yaml", "-"),
        ],
        [
            "unknown-prompt environments.yaml:5",
            "unknown-prompt environments.yaml:5",
            "unknown-prompt environments.yaml:5",
        ],
    ),
    (
        "no configuration",
        &[("environments.yaml", "-")],
        [
            "missing-file environments.yaml:1",
            "missing-file environments.yaml:1",
            "missing-file environments.yaml:1",
        ],
    ),
    (
        "a change that was interrupted",
        &[(".cargo-prompts/journal", "format: 1\n")],
        [
            "interrupted-change .cargo-prompts/journal:1",
            "interrupted-change .cargo-prompts/journal:1",
            "interrupted-change .cargo-prompts/journal:1",
        ],
    ),
    (
        "hidden characters in a release that is taken as one",
        &[("note/1.0.0.prompt", "Write a\u{200b} note.\n")],
        [
            "hidden-characters note/1.0.0.prompt:1",
            "hidden-characters note/1.0.0.prompt:1",
            "hidden-characters note/1.0.0.prompt:1",
        ],
    ),
    (
        "a ledger that other readers read in another way",
        &[("note/releases.yaml", OTHER_LINES)],
        [
            "hidden-characters note/releases.yaml:2",
            "hidden-characters note/releases.yaml:2",
            "hidden-characters note/releases.yaml:2",
        ],
    ),
    (
        "hidden characters in a working copy",
        &[("note/local.prompt", "Write a\u{200b} note.\n")],
        [
            "",
            "(hidden-characters) note/local.prompt:1",
            "(hidden-characters) note/local.prompt:1",
        ],
    ),
    (
        "hidden characters in a named schema",
        &[
            ("note/local.prompt", USES_PRODUCT),
            ("schemas/Product.yaml", "name: string, the\u{200b} name\n"),
        ],
        [
            "",
            "(hidden-characters) schemas/Product.yaml:1",
            "(hidden-characters) schemas/Product.yaml:1",
        ],
    ),
    (
        "a secret in a named schema",
        &[
            ("note/local.prompt", USES_PRODUCT),
            (
                "schemas/Product.yaml",
                "name: string, as in sk_live_yG2kiUChfZqOgRv6F9iXN19q\n",
            ),
        ],
        [
            "",
            "(secret-in-prompt) schemas/Product.yaml:1",
            "(secret-in-prompt) schemas/Product.yaml:1",
        ],
    ),
    (
        "a merge conflict in a named schema",
        &[
            ("note/local.prompt", USES_PRODUCT),
            (
                "schemas/Product.yaml",
                "name: string\n<<<<<<< HEAD\nprice: number\n=======\n>>>>>>> shorter\n",
            ),
        ],
        [
            "",
            "merge-conflict schemas/Product.yaml:2",
            "merge-conflict schemas/Product.yaml:2",
        ],
    ),
    (
        "hidden characters and a key in a tool",
        &[
            ("note/local.prompt", USES_TOOL),
            (
                "tools/look-up-order.yaml",
                "description: Finds\u{200b} it\ninputSchema:\n  q: string, as in sk_live_yG2kiUChfZqOgRv6F9iXN19q\n",
            ),
        ],
        [
            "",
            "(hidden-characters) tools/look-up-order.yaml:1, (secret-in-prompt) tools/look-up-order.yaml:3",
            "(hidden-characters) tools/look-up-order.yaml:1, (secret-in-prompt) tools/look-up-order.yaml:3",
        ],
    ),
    (
        "a merge conflict in a tool",
        &[
            ("note/local.prompt", USES_TOOL),
            (
                "tools/look-up-order.yaml",
                "name: find\n<<<<<<< HEAD\n=======\n>>>>>>> shorter\n",
            ),
        ],
        [
            "",
            "merge-conflict tools/look-up-order.yaml:2",
            "merge-conflict tools/look-up-order.yaml:2",
        ],
    ),
    (
        "an allowance that nothing needs",
        &[("environments.yaml", ALLOWING)],
        ["", "", "(unused-allowance) environments.yaml:7"],
    ),
    (
        "an allowance that is needed",
        &[
            ("environments.yaml", ALLOWING),
            ("note/1.0.0.prompt", "Write a\u{200b} note.\n"),
        ],
        ["", "", ""],
    ),
    (
        "a sign-off that does not name its text",
        &[("note/releases.yaml", UNBOUND)],
        [
            "(unbound-sign-off) note/releases.yaml:6",
            "",
            "(unbound-sign-off) note/releases.yaml:6",
        ],
    ),
    (
        "a sign-off of the same person that names its text",
        &[("note/releases.yaml", BOUND_TOO)],
        ["", "", ""],
    ),
    (
        "a sign-off that does not name its text, where none is required",
        &[
            ("environments.yaml", DRAFTS_PIN),
            ("note/releases.yaml", UNBOUND),
        ],
        ["", "", ""],
    ),
    (
        "a record about an environment that is not there",
        &[("note/releases.yaml", ELSEWHERE)],
        ["", "", "(unknown-environment) note/releases.yaml:7"],
    ),
];

/// Its status is `withdrawn` where U+2028 ends a line, as in YAML 1.1.
const OTHER_LINES: &str = "\
- version: 1.0.0
  status: active # signed off below\u{2028}  status: withdrawn
  sha256: HASH(note/1.0.0.prompt)
  published: { by: mara, at: 2026-05-01T10:00:00Z }
  sign_offs:
    - { prompt: note, environment: production, by: mara, at: 2026-05-02T10:00:00Z, reason: read, sha256: HASH(note/1.0.0.prompt) }
";

const OTHER_HASH: &str = "\
- version: 1.0.0
  status: active
  sha256: HASH(note/local.prompt)
  published: { by: mara, at: 2026-05-01T10:00:00Z }
  sign_offs:
    - { prompt: note, environment: production, by: mara, at: 2026-05-02T10:00:00Z, reason: read, sha256: HASH(note/local.prompt) }
";

const LOCAL_PIN: &str = "\
environments:
  development: { prompt_source: local, model: m, temperature: 0, logging: verbose, rate_limit: null }
  production: { prompt_source: 'library:active', model: m, temperature: 0, logging: structured, rate_limit: null }
prompts:
  note: { development: 1.0.0 }
";

const TWO_RELEASES: &str = "\
- version: 0.9.0
  status: active
  sha256: HASH(note/local.prompt)
  published: { by: mara, at: 2026-05-01T10:00:00Z }
- version: 1.0.0
  status: active
  sha256: HASH(note/1.0.0.prompt)
  published: { by: mara, at: 2026-05-01T10:00:00Z }
  sign_offs:
    - { prompt: note, environment: production, by: mara, at: 2026-05-02T10:00:00Z, reason: read, sha256: HASH(note/1.0.0.prompt) }
";

const UNBOUND: &str = "\
- version: 1.0.0
  status: active
  sha256: HASH(note/1.0.0.prompt)
  published: { by: mara, at: 2026-05-01T10:00:00Z }
  sign_offs:
    - { environment: production, by: mara, at: 2026-05-02T10:00:00Z, reason: read }
";

const BOUND_TOO: &str = "\
- version: 1.0.0
  status: active
  sha256: HASH(note/1.0.0.prompt)
  published: { by: mara, at: 2026-05-01T10:00:00Z }
  sign_offs:
    - { environment: production, by: mara, at: 2026-05-02T10:00:00Z, reason: read }
    - { prompt: note, environment: production, by: mara, at: 2026-05-03T10:00:00Z, reason: read, sha256: HASH(note/1.0.0.prompt) }
";

const DRAFTS_PIN: &str = "\
environments:
  development: { prompt_source: local, model: m, temperature: 0, logging: verbose, rate_limit: null }
  production: { prompt_source: 'library:draft', model: m, temperature: 0, logging: structured, rate_limit: null }
prompts:
  note: { development: latest, production: 1.0.0 }
";

const ALLOWING: &str = "\
environments:
  development: { prompt_source: local, model: m, temperature: 0, logging: verbose, rate_limit: null }
  production: { prompt_source: 'library:active', model: m, temperature: 0, logging: structured, rate_limit: null }
prompts:
  note: { development: latest, production: 1.0.0 }
allow:
  - { finding: hidden-characters, prompt: note, version: 1.0.0, reason: a word joiner }
";

const ELSEWHERE: &str = "\
- version: 1.0.0
  status: active
  sha256: HASH(note/1.0.0.prompt)
  published: { by: mara, at: 2026-05-01T10:00:00Z }
  sign_offs:
    - { prompt: note, environment: production, by: mara, at: 2026-05-02T10:00:00Z, reason: read, sha256: HASH(note/1.0.0.prompt) }
    - { prompt: note, environment: prodution, by: mara, at: 2026-05-02T10:00:00Z, reason: read, sha256: HASH(note/1.0.0.prompt) }
";

#[test]
fn each_scope_reports_its_findings() {
    let mut differing = Vec::new();
    for (what, changes, expected) in SCOPES {
        let library = library(changes);
        let found = [
            findings(&check(&disk(&library), "prompts", &request("production"))),
            findings(&check(&disk(&library), "prompts", &request("development"))),
            findings(&check_everything(
                &disk(&library),
                "prompts",
                &Audit::default(),
            )),
        ];
        if found != *expected {
            differing.push(format!(
                "{what}\n  expected {expected:?}\n     found {found:?}"
            ));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}
