//! Makes the two prompts ready for `prompt!`.

fn main() {
    prompt_build::run();
}
