//! Makes the environment ready for `environment!`.

fn main() {
    prompt_build::run();
}
