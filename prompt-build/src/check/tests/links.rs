//! Links in the library.

use std::fs;

use super::{
    Audit, Disk, USES_PRODUCT, USES_TOOL, check, check_everything, disk, findings, library, request,
};

/// The place of a link in the library, what it leads to, and the findings of a build and of a check of
/// everything.
const LINKS: &[(&str, &str, [&str; 2])] = &[
    ("root", "/", ["outside-library root:1"; 2]),
    (".hidden", "../elsewhere", ["outside-library .hidden:1"; 2]),
    (
        "partials",
        "../elsewhere",
        ["outside-library partials:1"; 2],
    ),
    ("schemas", "../elsewhere", ["outside-library schemas:1"; 2]),
    ("tools", "../elsewhere", ["outside-library tools:1"; 2]),
    ("note/data", "/", ["outside-library note/data:1"; 2]),
    ("note/.data", "/", ["outside-library note/.data:1"; 2]),
    // A prompt that nothing pins: a build looks at the root alone.
    ("card", "../elsewhere", ["outside-library card:1"; 2]),
    ("other/data", "/", ["", "outside-library other/data:1"]),
    // Links within the library, and a broken one.
    ("copy", "note", ["", ""]),
    ("note/notes.md", "local.prompt", ["", ""]),
    ("gone", "../nowhere", ["", ""]),
];

/// Cargo would go through what they lead to, whenever it looks for changes.
#[test]
fn links_out_of_the_library_are_found_where_nothing_uses_them() {
    for (link, target, expected) in LINKS {
        let other = ("other/local.prompt", "Write.\n");
        let library = library(&[other]);
        let elsewhere = library.path().join("elsewhere");
        fs::create_dir(&elsewhere).unwrap();
        fs::write(elsewhere.join("local.prompt"), "Write.\n").unwrap();
        let path = library.path().join("prompts").join(link);
        std::os::unix::fs::symlink(target, path).unwrap();
        let found = [
            findings(&check(&disk(&library), "prompts", &request("production"))),
            findings(&check_everything(
                &disk(&library),
                "prompts",
                &Audit::default(),
            )),
        ];
        assert_eq!(found, *expected, "{link}");
    }
}

#[test]
fn a_link_in_the_place_of_a_named_schema_is_not_followed() {
    let library = library(&[
        ("note/local.prompt", USES_PRODUCT),
        ("schemas/README.md", ""),
    ]);
    fs::write(library.path().join("Product.yaml"), "name: string\n").unwrap();
    let link = library.path().join("prompts/schemas/Product.yaml");
    std::os::unix::fs::symlink("../../Product.yaml", link).unwrap();
    let outcome = check(&disk(&library), "prompts", &request("development"));
    let found = findings(&outcome);
    let expected = [
        "outside-library note/local.prompt:2",
        "outside-library note/local.prompt:3",
    ];
    assert_eq!(found, expected.join(", "));
}

#[test]
fn a_link_in_the_place_of_a_tool_is_not_followed() {
    let library = library(&[("note/local.prompt", USES_TOOL), ("tools/README.md", "")]);
    fs::write(library.path().join("tool.yaml"), "name: find\n").unwrap();
    let link = library.path().join("prompts/tools/look-up-order.yaml");
    std::os::unix::fs::symlink("../../tool.yaml", link).unwrap();
    let outcome = check(&disk(&library), "prompts", &request("development"));
    assert_eq!(findings(&outcome), "outside-library note/local.prompt:2");
}

/// A link of a package is none of the library's, also where the library is the package.
#[test]
fn links_in_the_root_of_a_package_are_left_alone() {
    let library = library(&[]);
    let prompts = library.path().join("prompts");
    std::os::unix::fs::symlink("/", prompts.join("target")).unwrap();
    let disk = Disk::new(prompts);
    assert_eq!(findings(&check(&disk, ".", &request("production"))), "");
}
