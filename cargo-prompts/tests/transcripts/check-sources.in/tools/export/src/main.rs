// A package of its own, with prompts of its own.
fn main() {
    println!("{}", prompt_runtime::prompt!("export-note").text());
}
