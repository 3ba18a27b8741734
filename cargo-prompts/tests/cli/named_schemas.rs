//! Working copies with named schemas: a release has them in their places, and what a user is shown
//! has them as well.

use crate::desk::Desk;

const WORKING_COPY: &str = "prompts/badge-notice/local.prompt";
const COPY: &str = "\
---
input:
  schema:
    visitor: Visitor, who arrives   # as the front desk knows them
    hosts?(array): Visitor
    office: { city: City, floor?: integer }
output: { schema: Notice }
---
Write a badge notice for {{visitor.name}} in {{office.city}}{{#each hosts}}, with {{name}}{{/each}}.
";
const RELEASE: &str = "\
---
input:
  schema:
    visitor(object, who arrives):   # as the front desk knows them
      name: string, as on the badge
      badges(array): integer
    hosts?(array):
      name: string, as on the badge
      badges(array): integer
    office: { city: \"string, in English\", floor?: integer }
output: { schema: { notice: string, visitor: { name: \"string, as on the badge\", badges(array): integer } } }
---
Write a badge notice for {{visitor.name}} in {{office.city}}{{#each hosts}}, with {{name}}{{/each}}.
";

fn desk() -> Desk {
    let desk = Desk::ready();
    desk.write(WORKING_COPY, COPY);
    for (name, text) in [
        (
            "Visitor",
            "# Whom the front desk greets.\nname: string, as on the badge\nbadges(array): integer\n",
        ),
        ("City", "string, in English\n"),
        ("Notice", "notice: string\nvisitor: Visitor\n"),
    ] {
        desk.write(&format!("prompts/schemas/{name}.yaml"), text);
    }
    desk.succeed("new badge-notice");
    desk
}

#[test]
fn a_release_has_them_in_their_places() {
    let desk = desk();
    desk.succeed("publish badge-notice --version 1.0.0 --by prompt-owner");
    assert_eq!(desk.read("prompts/badge-notice/1.0.0.prompt"), RELEASE);
    desk.run("publish badge-notice --by prompt-owner")
        .expect(1, &["[nothing-to-publish]", "is identical to `1.0.0`"]);
    desk.run("diff badge-notice")
        .expect(0, &["1.0.0 and working copy are identical"]);
    desk.run("list").expect(0, &["1.0.0"]);
}

/// The release is what it was, and the next one has the change.
#[test]
fn a_change_of_a_schema_is_one_of_the_working_copy() {
    let desk = desk();
    desk.succeed("publish badge-notice --version 1.0.0 --by prompt-owner");
    desk.write(
        "prompts/schemas/City.yaml",
        "string, in the language of the office\n",
    );
    desk.run("check").expect(0, &[]);
    assert_eq!(desk.read("prompts/badge-notice/1.0.0.prompt"), RELEASE);
    desk.run("diff badge-notice").expect(
        0,
        &[
            "-    office: { city: \"string, in English\", floor?: integer }",
            "+    office: { city: \"string, in the language of the office\", floor?: integer }",
        ],
    );
    desk.write("prompts/schemas/City.yaml", "number\n");
    let run = desk.run("publish badge-notice --by prompt-owner");
    run.expect(
        0,
        &["published badge-notice 2.0.0, a draft (major since 1.0.0)"],
    );
}

#[test]
fn what_is_shown_has_them_in_their_places() {
    let desk = desk();
    let shown = desk.succeed("show badge-notice");
    assert!(shown.contains("visitor: object"), "{shown}");
    let golden = desk.read("prompts/badge-notice/golden.yaml");
    assert!(golden.contains("badges:"), "{golden}");
    let rendered = desk.succeed("test badge-notice --render-only");
    assert!(rendered.contains("2 cases rendered"), "{rendered}");
}

#[test]
fn a_schema_that_is_missing_is_no_release() {
    let desk = desk();
    std::fs::remove_file(desk.root().join("prompts/schemas/City.yaml")).unwrap();
    let before = desk.files();
    desk.run("publish badge-notice --by prompt-owner").expect(
        1,
        &[
            "[invalid-schema]",
            "unknown type `City`",
            "put a schema of this name at `prompts/schemas/City.yaml`",
        ],
    );
    assert_eq!(desk.files(), before);
}
