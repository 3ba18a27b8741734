//! Makes the prompts of the repository ready for `prompt!`.

fn main() {
    prompt_build::run();
}
