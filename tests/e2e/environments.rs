//! A call that compiles in one environment compiles in all: it passes the inputs that the versions
//! of all environments declare, and each environment renders its own version.

use crate::consumer::Consumer;

/// Versions of one prompt, a call that satisfies all of them, and what it renders.
struct Greeting {
    /// The working copy, which development takes.
    local: &'static str,
    /// The version of production. Staging takes a version without inputs.
    released: &'static str,
    sha256: &'static str,
    declarations: &'static str,
    call: &'static str,
    development: &'static str,
    production: &'static str,
}

const STAGING: &str = "Glad you are here. Greet the new colleague in one sentence and name the person who sits next to them.";

#[test]
fn an_input_that_only_another_environment_declares() {
    Greeting {
        local: "---\ninput:\n  schema:\n    guest: string\n---\nHello {{guest}}.\n",
        released: "---\ninput:\n  schema:\n    guest: string\n    team: string\n---\nWelcome {{guest}} of {{team}}.\n",
        sha256: "b040e9fb9bc1b163e8e3ceb20766ad80dd2036dd9d4c8b01a688bfb8a2643f1b",
        declarations: "",
        call: "prompt!(\"welcome-note\", guest = \"Mara\", team = \"support\")",
        development: "Hello Mara.",
        production: "Welcome Mara of support.",
    }
    .renders_in_each_environment("environments-input");
}

#[test]
fn an_input_that_only_another_environment_requires() {
    Greeting {
        local: "---\ninput:\n  schema:\n    guest?: string\n---\nHello{{#if guest}} {{guest}}{{/if}}.\n",
        released: "---\ninput:\n  schema:\n    guest: string\n---\nWelcome {{guest}}.\n",
        sha256: "201e39006669191ffc1b9cff338807e5cc7962585eebf0ccf769359beea755fa",
        declarations: "",
        call: "prompt!(\"welcome-note\", guest = \"Mara\")",
        development: "Hello Mara.",
        production: "Welcome Mara.",
    }
    .renders_in_each_environment("environments-required");
}

#[test]
fn a_field_that_only_another_environment_declares() {
    Greeting {
        local: "---\ninput:\n  schema:\n    guests(array):\n      name: string\n---\n{{#each guests}}Hello {{name}}.{{/each}}\n",
        released: "---\ninput:\n  schema:\n    guests(array):\n      name: string\n      team: string\n---\n{{#each guests}}Welcome {{name}} of {{team}}.{{/each}}\n",
        sha256: "897e29c0ae30a9112ee3bda858ebae013bc828285db8f2c1d0a77e2d08e12615",
        declarations: "struct Guest {\n    name: &'static str,\n    team: &'static str,\n}\n\n",
        call: "prompt!(\"welcome-note\", guests = [Guest { name: \"Mara\", team: \"support\" }])",
        development: "Hello Mara.",
        production: "Welcome Mara of support.",
    }
    .renders_in_each_environment("environments-field");
}

#[test]
fn a_choice_that_all_environments_take() {
    Greeting {
        local: "---\ninput:\n  schema:\n    tone(enum): [formal, warm]\n---\nSay hello in a {{tone}} tone.\n",
        released: "---\ninput:\n  schema:\n    tone(enum): [formal, playful]\n---\nWelcome them in a {{tone}} tone.\n",
        sha256: "e7e923efc978388b812a3c87af92376785d41dcf01ceaccf3a39274edd811246",
        declarations: "",
        call: "prompt!(\"welcome-note\", tone = \"formal\")",
        development: "Say hello in a formal tone.",
        production: "Welcome them in a formal tone.",
    }
    .renders_in_each_environment("environments-choice");
}

#[test]
fn a_type_that_only_use_tells_of_where_another_environment_declares_it() {
    Greeting {
        local: "There are {{seats}} seats.\n",
        released: "---\ninput:\n  schema:\n    seats: integer\n---\n{{seats}} seats are free.\n",
        sha256: "a18188e6f83437f51c4e2aaf1e6f90e302990400576c378b7f49c1dfa4b7b9fe",
        declarations: "",
        call: "prompt!(\"welcome-note\", seats = 4)",
        development: "There are 4 seats.",
        production: "4 seats are free.",
    }
    .renders_in_each_environment("environments-inferred");
}

impl Greeting {
    fn renders_in_each_environment(&self, name: &str) {
        let consumer = Consumer::plain(name);
        consumer.write("prompts/welcome-note/local.prompt", self.local);
        consumer.write("prompts/welcome-note/1.0.0.prompt", self.released);
        let path = "prompts/welcome-note/releases.yaml";
        // Of the release, and of its sign-off.
        let of_fixture = "9b4e74cdd9d049689dc6c1444fc3cb0b841c0c741e596bd7be8dc95a19cf3a2c";
        let ledger = consumer.read(path).replace(of_fixture, self.sha256);
        consumer.write(path, ledger);
        let Self {
            declarations, call, ..
        } = self;
        let main = format!(
            "{declarations}fn main() {{\n    print!(\"{{}}\", prompt_runtime::{call}.text().trim());\n}}\n"
        );
        consumer.write("src/main.rs", main);
        let expected = [
            ("development", self.development),
            ("staging", STAGING),
            ("production", self.production),
        ];
        for (environment, text) in expected {
            assert_eq!(
                consumer.output(&format!("PROMPT_ENV={environment} cargo run")),
                text,
                "{environment}"
            );
        }
    }
}
