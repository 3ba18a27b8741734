//! Probable mistakes: the build succeeds with a warning.

use crate::consumer::{Consumer, Run};

/// The working copy, which the development environment takes.
const LOCAL: &str = "prompts/welcome-note/local.prompt";

const GREETING: &str = "    print!(\"{}\", prompt!(\"welcome-note\").text());\n";

#[test]
fn an_input_that_is_never_used() {
    let consumer = Consumer::plain("warnings-unused");
    let text = "---\ninput:\n  schema:\n    guest: string\n    desk?: integer\n---\nSay hello to {{guest}}.\n";
    consumer.write(LOCAL, text);
    insta::assert_snapshot!(built(&consumer).messages());
}

#[test]
fn messages_of_another_format() {
    let consumer = Consumer::plain("warnings-messages");
    let text = "<system>\nYou greet new colleagues.\n</system>\n<user>\nSay hello to {{guest}}.\n</user>\n";
    consumer.write(LOCAL, text);
    insta::assert_snapshot!(built(&consumer).messages());
}

#[test]
fn an_input_of_another_format() {
    let consumer = Consumer::plain("warnings-input");
    consumer.write(
        LOCAL,
        "Say hello to ${input:guest} in the language of the office.\n",
    );
    insta::assert_snapshot!(built(&consumer).messages());
}

#[test]
fn words_that_only_look_like_another_format() {
    let consumer = Consumer::plain("warnings-words");
    let text = "---\ninput:\n  schema:\n    guest: string\n---\n{{role \"system\"}}\nWhat stands between <system> and \
                </system> is the house rule.\n{{role \"user\"}}\nSay hello to {{guest}} for $5 or {less}.\n";
    consumer.write(LOCAL, text);
    assert_eq!(built(&consumer).messages(), "");
}

/// A warning is about the text that is embedded: an environment that embeds another one is not
/// warned.
#[test]
fn only_the_environment_that_takes_the_version_is_warned() {
    let consumer = Consumer::plain("warnings-environments");
    consumer.write(LOCAL, "Say hello to ${input:guest}.\n");
    assert!(built(&consumer).messages().contains("[foreign-syntax]"));
    let run = consumer.run("PROMPT_ENV=staging cargo build");
    assert!(run.success, "{}", run.stderr);
    assert_eq!(run.messages(), "");
}

/// An input that is never used is passed all the same.
#[test]
fn an_input_that_is_never_used_is_required() {
    let consumer = Consumer::plain("warnings-required");
    consumer.write(
        LOCAL,
        "---\ninput:\n  schema:\n    guest: string\n---\nSay hello.\n",
    );
    consumer.edit(
        "src/main.rs",
        GREETING,
        "    print!(\"{}\", prompt!(\"welcome-note\", guest = \"Mara\"));\n",
    );
    assert!(consumer.output("cargo run").ends_with("Say hello."));
}

fn built(consumer: &Consumer) -> Run {
    let run = consumer.run("cargo build");
    assert!(run.success, "{}", run.stderr);
    run
}
