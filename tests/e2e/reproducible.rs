//! The same input gives the same output, wherever it stands.

use std::fs;

use crate::consumer::{Consumer, e2e, files_below};

#[test]
fn two_folders_give_the_same_output_byte_for_byte() {
    let outputs = ["one", "another/place"].map(|place| {
        let root = e2e().join("crates/reproducible").join(place);
        let consumer = Consumer::at("reproducible", root).with_own_target();
        consumer.output("PROMPT_ENV=staging cargo build");
        let build = consumer.path("target/debug/build");
        let ours = files_below(&build).into_iter().filter(|path| {
            let is_ours = path
                .iter()
                .next()
                .unwrap()
                .to_string_lossy()
                .starts_with("reproducible-");
            is_ours
                && (path.ends_with("output")
                    || path.components().any(|part| part.as_os_str() == "out"))
        });
        let texts = ours.map(|path| {
            let below = path.iter().skip(1).collect::<std::path::PathBuf>();
            (below, fs::read_to_string(build.join(path)).unwrap())
        });
        texts.collect::<Vec<_>>()
    });
    assert!(outputs[0].len() >= 5, "{:?}", outputs[0]);
    assert_eq!(outputs[0], outputs[1]);
    for (path, text) in &outputs[0] {
        assert!(
            !text.contains(e2e().to_str().unwrap()),
            "{} holds an absolute path",
            path.display()
        );
    }
}
