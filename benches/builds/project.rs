//! Crates that embed the texts of a library, each by another means.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::library::{Library, id};
use crate::timing::{Cost, measure};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Prompts,
    IncludeStr,
    RustEmbed,
    Askama,
    /// Calls of `prompt!` with inputs.
    Renderings,
    /// A template of askama's for each call.
    Templates,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Prompts | Self::Renderings => "prompt-runtime",
            Self::IncludeStr => "include_str",
            Self::RustEmbed => "rust-embed",
            Self::Askama | Self::Templates => "askama",
        }
    }

    fn dependencies(self) -> String {
        let repository = repository().display();
        match self {
            Self::Prompts | Self::Renderings => format!(
                "[dependencies]\nprompt-runtime = {{ path = \"{repository}/prompt-runtime\" }}\n\
                 [build-dependencies]\nprompt-build = {{ path = \"{repository}/prompt-build\" }}\n"
            ),
            Self::IncludeStr => String::new(),
            Self::RustEmbed => "[dependencies]\nrust-embed = \"8\"\n".to_owned(),
            Self::Askama | Self::Templates => "[dependencies]\naskama = \"0.16\"\n".to_owned(),
        }
    }

    /// A function that gives the text of a prompt, and what it needs.
    fn function(self, call: usize) -> String {
        let id = id(call);
        let text = match self {
            Self::Prompts => format!("prompt_runtime::prompt!(\"{id}\").text()"),
            Self::IncludeStr => format!("include_str!(\"../prompts/{id}/local.prompt\")"),
            Self::RustEmbed => {
                format!("Texts::get(\"{id}/local.prompt\").map_or(\"\", |_| \"found\")")
            }
            Self::Askama => {
                "askama::Template::render(&Text).map_or(\"\", |_| \"rendered\")".to_owned()
            }
            Self::Renderings => {
                return format!(
                    "pub fn text_{call}({INPUTS}) -> String {{\n    prompt_runtime::prompt!(\"{id}\", customer, company, \
                     product).into_text().into_owned()\n}}\n"
                );
            }
            Self::Templates => {
                return format!(
                    "#[derive(askama::Template)]\n#[template(path = \"../prompts/{id}/local.prompt\", escape = \
                     \"none\")]\nstruct Text{call}<'a> {{ customer: &'a str, company: &'a str, product: &'a str }}\n\
                     pub fn text_{call}({INPUTS}) -> String {{\n    askama::Template::render(&Text{call} {{ customer, \
                     company, product }}).unwrap_or_default()\n}}\n"
                );
            }
        };
        format!("pub fn text_{call}() -> &'static str {{ {text} }}\n")
    }

    /// The arguments of a call of the function.
    fn arguments(self) -> &'static str {
        match self {
            Self::Renderings | Self::Templates => r#""Mara Lindqvist", "Nordlicht", "bicycles""#,
            _ => "",
        }
    }

    fn items(self) -> &'static str {
        match self {
            Self::RustEmbed => {
                "#[derive(rust_embed::Embed)]\n#[folder = \"prompts\"]\nstruct Texts;\n"
            }
            Self::Askama => {
                "#[derive(askama::Template)]\n#[template(path = \"../prompts/prompt-00000/local.prompt\", escape = \
                 \"none\")]\nstruct Text;\n"
            }
            Self::Prompts | Self::IncludeStr | Self::Renderings | Self::Templates => "",
        }
    }
}

const INPUTS: &str = "customer: &str, company: &str, product: &str";

pub(crate) struct Project {
    root: PathBuf,
    /// The environments that the build script names.
    environments: &'static [&'static str],
}

impl Project {
    /// Writes the crate and its library.
    pub(crate) fn create(kind: Kind, library: &Library) -> Self {
        Self::create_for(kind, library, &[])
    }

    /// Writes the crate with a build script that names these environments, if there are any.
    pub(crate) fn create_for(
        kind: Kind,
        library: &Library,
        environments: &'static [&'static str],
    ) -> Self {
        let name = format!(
            "{}-{}x{}{}{}",
            kind.name(),
            library.prompts,
            library.versions,
            library.texts.suffix(),
            environments.concat()
        );
        let root = repository().join("target/benches").join(&name);
        _ = fs::remove_dir_all(root.join("prompts"));
        _ = fs::remove_dir_all(root.join("src"));
        _ = fs::remove_dir_all(root.join("out"));
        library.write(&root.join("prompts"));
        fs::create_dir_all(root.join("src")).expect("the folder can be made");
        fs::create_dir_all(root.join("templates")).expect("the folder can be made");
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n{}",
            kind.dependencies()
        );
        write(&root.join("Cargo.toml"), &manifest);
        if matches!(kind, Kind::Prompts | Kind::Renderings) {
            let script = match environments {
                [] => "fn main() { prompt_build::run(); }\n".to_owned(),
                names => format!(
                    "fn main() {{ prompt_build::Build::new().environments({names:?}).run(); }}\n"
                ),
            };
            write(&root.join("build.rs"), &script);
        }
        write(&root.join("src/main.rs"), &program(kind, library.calls));
        Self { root, environments }
    }

    pub(crate) fn fetch(&self) {
        measure(self.cargo().arg("fetch"));
    }

    pub(crate) fn build(&self) -> Cost {
        measure(self.cargo().arg("build"))
    }

    pub(crate) fn touch_and_build(&self) -> Cost {
        self.touch();
        self.build()
    }

    /// Compiles the crate with nothing kept from an earlier time but its dependencies.
    pub(crate) fn touch_and_build_whole(&self, profile: &str) -> Cost {
        self.touch();
        let mut cargo = self.cargo();
        cargo
            .args(["build", "--profile", profile])
            .env("CARGO_INCREMENTAL", "0");
        if self.environments.is_empty() {
            cargo.env("PROMPT_ENV", "development");
        }
        measure(&mut cargo)
    }

    fn touch(&self) {
        let source = self.root.join("src/main.rs");
        let text = fs::read(&source).expect("the source is there");
        fs::write(source, text).expect("the source can be written");
    }

    pub(crate) fn edit_and_build(&self) -> Cost {
        let prompt = self.root.join("prompts").join(id(0)).join("local.prompt");
        let text = fs::read_to_string(&prompt).expect("the prompt is there");
        fs::write(prompt, text + "One more line.\n").expect("the prompt can be written");
        self.build()
    }

    /// Builds everything, dependencies and all, as they would be compiled if they came from a
    /// registry: cargo compiles what comes by path incrementally, which costs more the first
    /// time.
    pub(crate) fn build_from_nothing(&self) -> Cost {
        _ = fs::remove_dir_all(self.target());
        measure(self.cargo().arg("build").env("CARGO_INCREMENTAL", "0"))
    }

    /// Runs the compiled build script as cargo would, with an `OUT_DIR` of this name, which begins
    /// with the name of the environment or with `first` for the default.
    pub(crate) fn run_build_script(&self, name: &str) -> Cost {
        let out_dir = self.root.join("out").join(name);
        fs::create_dir_all(&out_dir).expect("the folder can be made");
        let mut command = Command::new(self.build_script());
        command.current_dir(&self.root).env_clear();
        if name.starts_with("production") {
            command.env("PROMPT_ENV", "production");
        }
        command
            .env("CARGO_MANIFEST_DIR", &self.root)
            .env("CARGO_PKG_NAME", "bench")
            .env("CARGO_CFG_FEATURE", "")
            .env("OUT_DIR", &out_dir);
        let cost = measure(command.env("PROFILE", "debug"));
        assert!(
            out_dir.join("prompt/index").exists(),
            "the build script found something wrong"
        );
        cost
    }

    fn build_script(&self) -> PathBuf {
        let builds = fs::read_dir(self.target().join("debug/build")).expect("the crate was built");
        let scripts = builds.flatten().map(|entry| entry.path());
        let name = format!(
            "{}-",
            self.root.file_name().unwrap_or_default().to_string_lossy()
        );
        let is_ours = |path: &PathBuf| {
            path.file_name()
                .is_some_and(|own| own.to_string_lossy().starts_with(&name))
        };
        let mut ours = scripts.filter(is_ours);
        ours.find_map(|path| Some(path.join("build-script-build")).filter(|path| path.exists()))
            .expect("it has one")
    }

    fn target(&self) -> PathBuf {
        self.root.join("target")
    }

    fn cargo(&self) -> Command {
        let mut command = Command::new(env!("CARGO"));
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("CARGO_")
                || name == "PROMPT_ENV"
                || name == "PROMPT_ENVS"
            {
                command.env_remove(name);
            }
        }
        command
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", self.target());
        command
    }
}

/// A program with a function for each call, so that the compiler treats each as a call site of its
/// own.
fn program(kind: Kind, calls: usize) -> String {
    let mut program = kind.items().to_owned();
    for call in 0..calls {
        program.push_str(&kind.function(call));
    }
    program.push_str("fn main() {\n    let mut length = 0;\n");
    for call in 0..calls {
        _ = writeln!(
            program,
            "    length += text_{call}({}).len();",
            kind.arguments()
        );
    }
    program.push_str("    println!(\"{length}\");\n}\n");
    program
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("benches is a folder of the repository")
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).expect("the file can be written");
}
