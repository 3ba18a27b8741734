//! Checks the prompts and makes those that the environment pins ready for `prompt!`.

fn main() {
    prompt_build::run();
}
