//! What `sales-desk` prints without arguments.

use prompt_runtime::{Environment, Prompt, environment, prompts};

/// Prints the environment, then a table of the prompts that are embedded.
pub(crate) fn print() {
    print_environment(environment!());
    println!();
    print_prompts(prompts!());
}

fn print_environment(environment: &Environment) {
    let rate_limit = environment.rate_limit.map_or("none".to_owned(), |limit| format!("{limit} calls per hour"));
    println!("environment  {}", environment.name);
    println!("source       {}", environment.prompt_source);
    println!("model        {}", environment.model);
    println!("temperature  {}", environment.temperature);
    println!("logging      {}", environment.logging);
    println!("rate limit   {rate_limit}");
    for flag in environment.feature_flags {
        println!("flag         {} {}", flag.name, if flag.enabled { "on" } else { "off" });
    }
}

fn print_prompts(prompts: &[Prompt]) {
    let width = prompts.iter().map(|prompt| prompt.id.len()).max().unwrap_or_default();
    println!("{:width$}  {:8}  {:12}  sha256", "prompt", "version", "status");
    for Prompt { id, version, status, sha256, .. } in prompts {
        println!("{id:width$}  {version:8}  {status:12}  {}", &sha256[..12]);
    }
}
