//! The one precedence for model and temperature: the pin, else the file, else the environment.

use std::fmt::Write as _;

use crate::consumer::Consumer;

/// For the model and for the temperature: whether the pin says it, whether the file does, and whose
/// it is then. Each pair of rows is a prompt.
const ROWS: [(bool, bool, Origin); 4] = [
    (false, false, Origin::Environment),
    (false, true, Origin::File),
    (true, false, Origin::Pin),
    (true, true, Origin::Pin),
];

#[derive(Clone, Copy)]
enum Origin {
    Pin,
    File,
    Environment,
}

impl Origin {
    fn model(self) -> &'static str {
        match self {
            Self::Pin => "kimi-k2-5-long",
            Self::File => "kimi-k2-5-mini",
            Self::Environment => "kimi-k2-5",
        }
    }

    fn temperature(self) -> &'static str {
        match self {
            Self::Pin => "0.1",
            // Nothing is a temperature as well, and not one that is left out.
            Self::File => "0",
            Self::Environment => "0.9",
        }
    }
}

/// One prompt: which of the rows hold for its model and for its temperature.
struct Combination {
    model: (bool, bool, Origin),
    temperature: (bool, bool, Origin),
    id: String,
}

impl Combination {
    fn all() -> Vec<Self> {
        let letter = |(pin, file, _): (bool, bool, Origin)| match (pin, file) {
            (true, true) => "both",
            (true, false) => "pin",
            (false, true) => "file",
            (false, false) => "neither",
        };
        let of = |model, temperature| {
            let id = format!(
                "model-{}-temperature-{}",
                letter(model),
                letter(temperature)
            );
            Self {
                model,
                temperature,
                id,
            }
        };
        ROWS.iter()
            .flat_map(|model| ROWS.map(|temperature| of(*model, temperature)))
            .collect()
    }

    fn file(&self) -> String {
        let mut front = String::new();
        if self.model.1 {
            _ = writeln!(front, "model: {}", Origin::File.model());
        }
        if self.temperature.1 {
            _ = writeln!(
                front,
                "config: {{ temperature: {}, top_p: 0.9 }}",
                Origin::File.temperature()
            );
        }
        format!("---\n{front}---\nSay hello to {{{{guest}}}}.\n")
    }

    /// The hash of the file.
    fn sha256(&self) -> &'static str {
        match (self.model.1, self.temperature.1) {
            (false, false) => "c7ab013b08ad22c7571f69b8f37b3799459bdd3241dcf8fbe37fd655761b55aa",
            (false, true) => "e3d488b321c54a9afe42c3e6ab68ff855cb5babf51a8909cf9e5fb397ab8df2d",
            (true, false) => "721a3ad71cdb8eb118169076d1cc7b1ec27dec5267a470038e504e1fce035390",
            (true, true) => "ab4a3867ed5a120f35079fb1a50fe6267c5420193f7134a5f0f47a4405d97663",
        }
    }

    /// Returns the pin's settings, in alphabetical order.
    fn settings(&self) -> Vec<String> {
        let model = self
            .model
            .0
            .then(|| format!("model: \"{}\"", Origin::Pin.model()));
        let temperature = self
            .temperature
            .0
            .then(|| format!("temperature: {}", Origin::Pin.temperature()));
        model.into_iter().chain(temperature).collect()
    }

    fn flow_pin(&self, version: &str) -> String {
        let settings = self.settings();
        if settings.is_empty() {
            return format!(" \"{version}\"");
        }
        format!(" {{ {}, version: \"{version}\" }}", settings.join(", "))
    }

    fn block_pin(&self, version: &str) -> String {
        let settings = self.settings();
        let lines = settings
            .iter()
            .map(|setting| format!("\n      {setting}   # ours"))
            .collect::<Vec<_>>();
        format!("\n      version: \"{version}\"{}", lines.concat())
    }

    fn expected(&self) -> String {
        format!(
            "{} {} {}\n",
            self.id,
            self.model.2.model(),
            self.temperature.2.temperature()
        )
    }
}

const PROGRAM: &str = "fn main() {
    for prompt in prompt_runtime::prompts!() {
        println!(\"{} {} {}\", prompt.id, prompt.model(), prompt.temperature().unwrap());
    }
    let greeting = prompt_runtime::prompt!(\"model-both-temperature-both\", guest = \"Mara\");
    print!(\"{} {} {}\", greeting.text(), greeting.prompt().model(), greeting.prompt().temperature().unwrap());
}
";

#[test]
fn the_pin_comes_before_the_file_and_the_file_before_the_environment() {
    let consumer = Consumer::plain("precedence");
    let mut combinations = Combination::all();
    combinations.sort_by(|a, b| a.id.cmp(&b.id));
    let settings = "temperature: 0.9, logging: full, rate_limit: null, feature_flags: {} }";
    let mut configuration = format!(
        "environments:\n  development: {{ prompt_source: local, model: kimi-k2-5, {settings}\n  staging: {{ prompt_source: \
         \"library:draft\", model: kimi-k2-5, {settings}\nprompts:\n"
    );
    for one in &combinations {
        let (development, staging) = (one.flow_pin("latest"), one.block_pin("^1"));
        _ = writeln!(
            configuration,
            "  {}:\n    development:{development}\n    staging:{staging}",
            one.id
        );
        let folder = format!("prompts/{}", one.id);
        consumer.write(format!("{folder}/local.prompt"), one.file());
        consumer.write(format!("{folder}/1.0.0.prompt"), one.file());
        let ledger = format!(
            "- version: 1.0.0\n  status: draft\n  sha256: {}\n",
            one.sha256()
        );
        consumer.write(format!("{folder}/releases.yaml"), ledger);
    }
    consumer.write("prompts/environments.yaml", configuration);
    consumer.write("src/main.rs", PROGRAM);
    let lines = combinations
        .iter()
        .map(Combination::expected)
        .collect::<Vec<_>>()
        .concat();
    let expected = format!("{lines}Say hello to Mara. kimi-k2-5-long 0.1");
    for environment in ["development", "staging"] {
        assert_eq!(
            consumer.output(&format!("PROMPT_ENV={environment} cargo run")),
            expected,
            "{environment}"
        );
    }
}

/// A pin that changes nothing but the model is a new build: what the program carries follows.
#[test]
fn a_model_that_is_named_in_a_pin_is_in_the_next_build() {
    let consumer = Consumer::plain("precedence-rebuilt");
    let program = "fn main() {\n    let note = prompt_runtime::prompt!(\"welcome-note\");\n    print!(\"{} {} {}\", \
                   note.version, note.model(), note.temperature().unwrap());\n}\n";
    consumer.write("src/main.rs", program);
    let run = || consumer.output("cargo run --features production");
    assert_eq!(run(), "1.0.0 kimi-k2-5 0.2");
    let pins = [
        (
            "production: \"1.0.0\"",
            "production: { version: \"1.0.0\", model: kimi-k3 }",
            "1.0.0 kimi-k3 0.2",
        ),
        ("model: kimi-k3 }", "temperature: 0 }", "1.0.0 kimi-k2-5 0"),
    ];
    for (old, new, expected) in pins {
        consumer.edit("prompts/environments.yaml", old, new);
        assert_eq!(run(), expected);
    }
}
