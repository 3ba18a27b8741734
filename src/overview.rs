//! The output of `sales-desk` without arguments.

use std::io::{self, Write};

use prompt_runtime::{Environment, Prompt, environment, prompts};

/// Prints the environment, then a table of the prompts that are embedded.
pub(crate) fn print(out: &mut impl Write) -> io::Result<()> {
    print_environment(environment!(), out)?;
    writeln!(out)?;
    print_prompts(prompts!(), out)
}

fn print_environment(environment: &Environment, out: &mut impl Write) -> io::Result<()> {
    let rate_limit = environment
        .rate_limit
        .map_or("none".to_owned(), |limit| format!("{limit} calls per hour"));
    writeln!(out, "environment  {}", environment.name)?;
    writeln!(out, "source       {}", environment.prompt_source)?;
    writeln!(out, "model        {}", environment.model)?;
    if let Some(temperature) = environment.temperature {
        writeln!(out, "temperature  {temperature}")?;
    }
    writeln!(out, "logging      {}", environment.logging)?;
    writeln!(out, "rate limit   {rate_limit}")?;
    for flag in environment.feature_flags {
        writeln!(
            out,
            "flag         {} {}",
            flag.name,
            if flag.enabled { "on" } else { "off" }
        )?;
    }
    Ok(())
}

fn print_prompts(prompts: &[Prompt], out: &mut impl Write) -> io::Result<()> {
    let width = prompts
        .iter()
        .map(|prompt| prompt.id.len())
        .max()
        .unwrap_or_default();
    writeln!(
        out,
        "{:width$}  {:8}  {:12}  sha256",
        "prompt", "version", "status"
    )?;
    for Prompt {
        id,
        version,
        status,
        sha256,
        ..
    } in prompts
    {
        writeln!(
            out,
            "{id:width$}  {version:8}  {status:12}  {}",
            &sha256[..12]
        )?;
    }
    Ok(())
}
