//! The transcripts in `transcripts/` are what the commands do: each is run in a copy of the folder
//! `NAME.in` beside it.

#[test]
fn transcripts() {
    trycmd::TestCases::new()
        .register_bin("cargo", trycmd::cargo::cargo_bin!("cargo-prompts"))
        .case("tests/transcripts/*.md");
}
