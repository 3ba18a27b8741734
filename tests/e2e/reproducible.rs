//! The same input gives the same output, wherever it stands.

use std::fs;
use std::path::{Path, PathBuf};

use crate::consumer::{Consumer, e2e, files_below};

#[test]
fn two_folders_give_the_same_output_byte_for_byte() {
    let outputs = ["one", "another/place"].map(|place| {
        let root = e2e().join("crates/reproducible").join(place);
        let consumer = Consumer::at("reproducible", root).with_linked_target();
        consumer.write("src/main.rs", "fn main() { print!(env!(\"OUT_DIR\")); }\n");
        // To cargo the two are one package.
        consumer.output("cargo clean -p reproducible");
        let out_dir = consumer.output("PROMPT_ENV=staging cargo run");
        (build_script_output(Path::new(&out_dir)), out_dir)
    });
    let [(one, one_dir), (other, other_dir)] = outputs;
    assert_ne!(one_dir, other_dir);
    assert!(one.len() >= 5, "{one:?}");
    assert_eq!(one, other);
    for (path, text) in &one {
        assert!(
            !text.contains(e2e().to_str().unwrap()),
            "{} holds an absolute path",
            path.display()
        );
    }
}

/// The build script's instructions to cargo, and the files in its `OUT_DIR`, by path and text. The
/// folder of the package is told to the macros alone, which compare it: no program holds it.
fn build_script_output(out_dir: &Path) -> Vec<(PathBuf, String)> {
    let folder = out_dir.parent().unwrap();
    let instructions = PathBuf::from("output");
    let files = files_below(out_dir)
        .into_iter()
        .map(|path| Path::new("out").join(path));
    files
        .chain([instructions])
        .map(|path| {
            let text = fs::read_to_string(folder.join(&path)).unwrap();
            let lines = text
                .lines()
                .filter(|line| !line.contains("PROMPT_PACKAGE_FOLDER="));
            let text = lines.collect::<Vec<_>>().join("\n");
            (path, text)
        })
        .collect()
}
