//! The cost of builds, beside that of the alternatives.

mod library;
mod project;
mod table;
mod timing;

use library::{Library, Texts};
use project::{Kind, Project};
use table::Table;
use timing::{Cost, Pairs, alternate, median};

const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];
const VERSIONS: usize = 5;
const RENDERINGS: usize = 1_000;

fn main() {
    let arguments = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect::<Vec<_>>();
    let (sizes, names) = arguments
        .into_iter()
        .partition::<Vec<_>, _>(|argument| argument.parse::<usize>().is_ok());
    let sizes = sizes
        .iter()
        .filter_map(|size| size.parse().ok())
        .collect::<Vec<_>>();
    let sizes = if sizes.is_empty() {
        SIZES.to_vec()
    } else {
        sizes
    };
    let wanted = |name: &str| names.is_empty() || names.iter().any(|wanted| wanted == name);
    println!(
        "dev profile, {VERSIONS} versions of 2 kB a prompt, medians; ratios are of pairs run in turn"
    );
    if wanted("script") {
        build_script(&sizes);
    }
    if wanted("history") {
        history();
    }
    if wanted("calls") {
        calls(&sizes);
    }
    if wanted("renderings") {
        renderings();
    }
    if wanted("several") {
        several(&sizes);
    }
    if wanted("rebuilds") {
        edits(&sizes);
    }
    if wanted("cold") {
        cold_build();
    }
}

/// The build script alone, into an empty `OUT_DIR` and into one that it has filled before.
fn build_script(sizes: &[usize]) {
    let columns = [
        "prompts",
        "development, first",
        "again",
        "again, per prompt",
        "production, first",
    ];
    let mut table = Table::new("build script alone", &columns);
    for &prompts in sizes {
        let project = Project::create(
            Kind::Prompts,
            &Library {
                prompts,
                versions: VERSIONS,
                calls: 0,
                texts: Texts::Fixed,
            },
        );
        project.build();
        let runs = if prompts > 1_000 { 5 } else { 15 };
        let first = median((0..runs).map(|run| project.run_build_script(&format!("first-{run}"))));
        let again = median((0..runs).map(|_| project.run_build_script("first-0")));
        let per_prompt =
            again.wall.as_secs_f64() * 1e6 / f64::from(u32::try_from(prompts).unwrap_or(u32::MAX));
        let production =
            median((0..runs).map(|run| project.run_build_script(&format!("production-{run}"))));
        table.row(&[
            prompts.to_string(),
            first.milliseconds(),
            again.milliseconds(),
            format!("{per_prompt:.0} µs"),
            production.milliseconds(),
        ]);
    }
    table.print();
}

/// The build script's cost beside the length of the history: it follows the pins.
fn history() {
    let mut table = Table::new("1,000 prompts, longer histories", &["versions", "first"]);
    for versions in [5, 20, 80] {
        let project = Project::create(
            Kind::Prompts,
            &Library {
                prompts: 1_000,
                versions,
                calls: 0,
                texts: Texts::Fixed,
            },
        );
        project.build();
        let first = median((0..7).map(|run| project.run_build_script(&format!("first-{run}"))));
        table.row(&[versions.to_string(), first.milliseconds()]);
    }
    table.print();
}

/// A crate of N `prompt!` calls beside the same crate with N `include_str!`: its source touched,
/// then built.
fn calls(sizes: &[usize]) {
    let mut table = Table::new(
        "crate of N calls, compiled",
        &["calls", "prompt!", "include_str!", "ratio", "spread"],
    );
    for &calls in sizes {
        let library = Library {
            prompts: calls,
            versions: 1,
            calls,
            texts: Texts::Fixed,
        };
        let ours = Project::create(Kind::Prompts, &library);
        let theirs = Project::create(Kind::IncludeStr, &library);
        ours.build();
        theirs.build();
        let pairs = alternate(9, || ours.touch_and_build(), || theirs.touch_and_build());
        table.row(&[
            calls.to_string(),
            pairs.a(),
            pairs.b(),
            pairs.ratio(),
            pairs.spread(),
        ]);
    }
    table.print();
}

/// A crate that renders a thousand prompts, each with a call of its own, beside as many templates
/// of askama's and as many `include_str!`: compiled whole, dependencies aside.
fn renderings() {
    let library = |texts| Library {
        prompts: RENDERINGS,
        versions: 1,
        calls: RENDERINGS,
        texts,
    };
    let ours = Project::create(Kind::Renderings, &library(Texts::Declared));
    let columns = [
        "beside",
        "profile",
        "prompt!",
        "the other",
        "ratio",
        "spread",
        "CPU ratio",
    ];
    let mut table = Table::new("crate of 1,000 renderings, compiled", &columns);
    for kind in [Kind::Templates, Kind::IncludeStr] {
        let theirs = Project::create(kind, &library(Texts::Undeclared));
        theirs.fetch();
        for profile in ["dev", "release"] {
            ours.touch_and_build_whole(profile);
            theirs.touch_and_build_whole(profile);
            let build = |project: &Project| project.touch_and_build_whole(profile);
            let runs = if profile == "dev" { 5 } else { 3 };
            let pairs = alternate(runs, || build(&ours), || build(&theirs));
            let cells = [
                pairs.a(),
                pairs.b(),
                pairs.ratio(),
                pairs.spread(),
                pairs.cpu_ratio(),
            ];
            let mut row = vec![kind.name().to_owned(), profile.to_owned()];
            row.extend(cells);
            table.row(&row);
        }
    }
    table.print();
}

/// A crate of N calls that is built for two environments, whose versions differ, beside the same crate
/// for one of them.
fn several(sizes: &[usize]) {
    let columns = [
        "calls",
        "of",
        "profile",
        "for two",
        "for one",
        "ratio",
        "spread",
        "CPU ratio",
    ];
    let mut table = Table::new("builds for two environments", &columns);
    let kinds = [
        (Kind::Prompts, Texts::OfVersion, "dev"),
        (Kind::Renderings, Texts::DeclaredOfVersion, "dev"),
        (Kind::Renderings, Texts::DeclaredOfVersion, "release"),
    ];
    for &calls in sizes {
        for (kind, texts, profile) in kinds {
            let library = Library {
                prompts: calls,
                versions: 2,
                calls,
                texts,
            };
            let two = Project::create_for(kind, &library, &["staging", "production"]);
            let one = Project::create_for(kind, &library, &["production"]);
            let build = |project: &Project| project.touch_and_build_whole(profile);
            build(&two);
            build(&one);
            let pairs = alternate(5, || build(&two), || build(&one));
            let what = if kind == Kind::Prompts {
                "texts"
            } else {
                "renderings"
            };
            table.row(&[
                calls.to_string(),
                what.to_owned(),
                profile.to_owned(),
                pairs.a(),
                pairs.b(),
                pairs.ratio(),
                pairs.spread(),
                pairs.cpu_ratio(),
            ]);
        }
    }
    table.print();
}

/// After one edited prompt, and after nothing.
fn edits(sizes: &[usize]) {
    let columns = [
        "prompts",
        "one edit",
        "include_str!",
        "ratio",
        "nothing to do",
        "include_str!",
        "ratio",
    ];
    let mut table = Table::new("rebuilds", &columns);
    for &prompts in sizes {
        let library = Library {
            prompts,
            versions: VERSIONS,
            calls: prompts.min(100),
            texts: Texts::Fixed,
        };
        let ours = Project::create(Kind::Prompts, &library);
        let theirs = Project::create(Kind::IncludeStr, &library);
        ours.build();
        theirs.build();
        let edit = alternate(7, || ours.edit_and_build(), || theirs.edit_and_build());
        let nothing = alternate(9, || ours.build(), || theirs.build());
        let cells = [
            edit.a(),
            edit.b(),
            edit.ratio(),
            nothing.a(),
            nothing.b(),
            nothing.ratio(),
        ];
        let mut row = vec![prompts.to_string()];
        row.extend(cells);
        table.row(&row);
    }
    table.print();
}

/// A first build of a crate with one text, dependencies and all.
fn cold_build() {
    let library = Library {
        prompts: 1,
        versions: 1,
        calls: 1,
        texts: Texts::Fixed,
    };
    let kinds = [Kind::Prompts, Kind::RustEmbed, Kind::Askama];
    let projects = kinds.map(|kind| Project::create(kind, &library));
    projects.iter().for_each(Project::fetch);
    let mut costs = [const { Vec::<Cost>::new() }; 3];
    for _ in 0..5 {
        for (project, costs) in projects.iter().zip(&mut costs) {
            costs.push(project.build_from_nothing());
        }
    }
    let columns = ["crate", "CPU", "wall", "CPU ratio", "wall ratio", "spread"];
    let mut table = Table::new("cold build", &columns);
    for (kind, theirs) in kinds.iter().zip(&costs) {
        let median = median(theirs.iter().copied());
        let pairs = Pairs(
            costs[0]
                .iter()
                .copied()
                .zip(theirs.iter().copied())
                .collect(),
        );
        table.row(&[
            kind.name().to_owned(),
            format!("{:.2} s", median.cpu.as_secs_f64()),
            format!("{:.2} s", median.wall.as_secs_f64()),
            pairs.cpu_ratio(),
            pairs.ratio(),
            pairs.spread(),
        ]);
    }
    table.print();
}
