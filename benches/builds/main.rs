//! What the build costs, beside what a user would pick instead.

mod library;
mod project;
mod table;
mod timing;

use library::Library;
use project::{Kind, Project};
use table::Table;
use timing::{Cost, alternate, median};

const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];
const VERSIONS: usize = 5;

fn main() {
    let asked = std::env::args().filter_map(|argument| argument.parse().ok()).collect::<Vec<_>>();
    let sizes = if asked.is_empty() { SIZES.to_vec() } else { asked };
    let only = std::env::var("ONLY").ok();
    let wanted = |name: &str| only.as_ref().is_none_or(|only| only == name);
    println!("dev profile, {VERSIONS} versions of 2 kB a prompt, medians; ratios are of pairs run in turn");
    if wanted("script") {
        build_script(&sizes);
    }
    if wanted("history") {
        history();
    }
    if wanted("calls") {
        calls(&sizes);
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
    let mut table = Table::new("build script alone", &["prompts", "first", "again", "again, per prompt"]);
    for &prompts in sizes {
        let project = Project::create(Kind::Prompts, &Library { prompts, versions: VERSIONS, calls: 0 });
        project.build();
        let runs = if prompts > 1_000 { 5 } else { 15 };
        let first = median((0..runs).map(|_| project.run_build_script(true)));
        let again = median((0..runs).map(|_| project.run_build_script(false)));
        let per_prompt = again.wall.as_secs_f64() * 1e6 / f64::from(u32::try_from(prompts).unwrap_or(u32::MAX));
        table.row(&[prompts.to_string(), first.milliseconds(), again.milliseconds(), format!("{per_prompt:.0} µs")]);
    }
    table.print();
}

/// The build script's cost beside the length of the history: it follows the pins.
fn history() {
    let mut table = Table::new("1,000 prompts, longer histories", &["versions", "first"]);
    for versions in [5, 20, 80] {
        let project = Project::create(Kind::Prompts, &Library { prompts: 1_000, versions, calls: 0 });
        project.build();
        let first = median((0..7).map(|_| project.run_build_script(true)));
        table.row(&[versions.to_string(), first.milliseconds()]);
    }
    table.print();
}

/// A crate of N `prompt!` calls beside the same crate with N `include_str!`: its source touched, then built.
fn calls(sizes: &[usize]) {
    let mut table = Table::new("crate of N calls, compiled", &["calls", "prompt!", "include_str!", "ratio", "spread"]);
    for &calls in sizes {
        let library = Library { prompts: calls, versions: 1, calls };
        let ours = Project::create(Kind::Prompts, &library);
        let theirs = Project::create(Kind::IncludeStr, &library);
        ours.build();
        theirs.build();
        let pairs = alternate(9, || ours.touch_and_build(), || theirs.touch_and_build());
        table.row(&[calls.to_string(), pairs.a(), pairs.b(), pairs.ratio(), pairs.spread()]);
    }
    table.print();
}

/// After one edited prompt, and after nothing.
fn edits(sizes: &[usize]) {
    let columns = ["prompts", "one edit", "include_str!", "ratio", "nothing to do", "include_str!", "ratio"];
    let mut table = Table::new("rebuilds", &columns);
    for &prompts in sizes {
        let library = Library { prompts, versions: VERSIONS, calls: prompts.min(100) };
        let ours = Project::create(Kind::Prompts, &library);
        let theirs = Project::create(Kind::IncludeStr, &library);
        ours.build();
        theirs.build();
        let edit = alternate(7, || ours.edit_and_build(), || theirs.edit_and_build());
        let nothing = alternate(9, || ours.build(), || theirs.build());
        let cells = [edit.a(), edit.b(), edit.ratio(), nothing.a(), nothing.b(), nothing.ratio()];
        let mut row = vec![prompts.to_string()];
        row.extend(cells);
        table.row(&row);
    }
    table.print();
}

/// A first build of a crate with one text, dependencies and all.
fn cold_build() {
    let library = Library { prompts: 1, versions: 1, calls: 1 };
    let kinds = [Kind::Prompts, Kind::RustEmbed, Kind::Askama];
    let projects = kinds.map(|kind| Project::create(kind, &library));
    projects.iter().for_each(Project::fetch);
    let mut costs = [const { Vec::<Cost>::new() }; 3];
    for _ in 0..5 {
        for (project, costs) in projects.iter().zip(&mut costs) {
            costs.push(project.build_from_nothing());
        }
    }
    let costs = costs.map(|costs| median(costs.into_iter()));
    let mut table = Table::new("cold build", &["crate", "CPU", "wall", "CPU ratio", "wall ratio"]);
    for (kind, cost) in kinds.iter().zip(&costs) {
        let ratio = |ours: f64, theirs: f64| format!("{:.2}", ours / theirs);
        table.row(&[
            kind.name().to_owned(),
            format!("{:.2} s", cost.cpu.as_secs_f64()),
            format!("{:.2} s", cost.wall.as_secs_f64()),
            ratio(costs[0].cpu.as_secs_f64(), cost.cpu.as_secs_f64()),
            ratio(costs[0].wall.as_secs_f64(), cost.wall.as_secs_f64()),
        ]);
    }
    table.print();
}
