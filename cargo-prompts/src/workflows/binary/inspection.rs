//! The prompts in a binary, with a verdict on each.

use std::collections::{BTreeMap, BTreeSet};

use prompt_build::report::{Code, Finding, Findings, quoted};
use prompt_core::secret::masked;

use super::{Binary, Judged, LedgerJudge, Marker, MarkerError, SignedBy, Verdict};
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;

#[derive(Debug)]
pub struct Inspection {
    /// Each prompt once, in the order of packages and ids.
    pub prompts: Vec<InspectedPrompt>,
    /// True if there was a library to check the prompts against.
    pub is_checked: bool,
    pub findings: Findings,
}

/// The prompts that are inspected.
#[derive(Debug, Clone, Copy)]
pub struct Selection<'a> {
    /// Those of these packages, or of all packages if none is named.
    pub packages: &'a [String],
    /// Those for this environment, of packages that were built for it among others.
    pub environment: Option<&'a str>,
}

impl Selection<'_> {
    pub(super) fn contains(self, marker: &Marker) -> bool {
        let is_other = self.environment.is_some_and(|name| {
            marker.environment != name && marker.environments().any(|known| known == name)
        });
        let is_of_package = self.packages.is_empty() || self.packages.contains(&marker.package);
        is_of_package && !is_other
    }
}

/// An embedded prompt.
#[derive(Debug)]
pub struct InspectedPrompt {
    pub marker: Marker,
    /// The number of markers.
    pub calls: usize,
    pub verdict: Verdict,
    /// Those who signed it off for its environment, where it was checked.
    pub signed_by: Vec<SignedBy>,
}

impl Inspection {
    /// Inspects the selected prompts, and checks them against the library if there is one.
    pub fn of(
        binary: &Binary,
        selection: Selection<'_>,
        workspace: Option<&Workspace>,
    ) -> Result<Self, Failure> {
        let markers = binary
            .found
            .markers
            .iter()
            .filter(|(marker, _)| selection.contains(marker))
            .collect::<Vec<_>>();
        let mut findings = Findings::default();
        let verdicts = match workspace {
            Some(workspace) => judge(binary, &markers, workspace, &mut findings)?,
            None => None,
        };
        let is_checked = verdicts.is_some();
        let unchecked = || Judged {
            verdict: Verdict::NotChecked,
            signed_by: Vec::new(),
        };
        let verdicts = verdicts.unwrap_or_else(|| vec![unchecked(); markers.len()]);
        let prompts = markers.into_iter().zip(verdicts);
        let prompts = prompts.map(|((marker, calls), judged)| InspectedPrompt {
            marker: marker.clone(),
            calls: *calls,
            verdict: judged.verdict,
            signed_by: judged.signed_by,
        });
        let prompts = prompts.collect::<Vec<_>>();
        findings.extend(none(binary, selection.packages, &prompts));
        findings.extend(damaged(binary, MarkerError::Damaged));
        findings.extend(damaged(binary, MarkerError::UnknownFormat));
        findings.extend(mixed(binary, &prompts));
        Ok(Self {
            prompts,
            is_checked,
            findings,
        })
    }
}

/// `None` where the configuration cannot be read.
fn judge(
    binary: &Binary,
    markers: &[(&Marker, &usize)],
    workspace: &Workspace,
    findings: &mut Findings,
) -> Result<Option<Vec<Judged>>, Failure> {
    let (config, faults) = workspace.config()?;
    findings.append(faults);
    let Some(config) = config else {
        return Ok(None);
    };
    let judge = LedgerJudge::new(workspace, &config, binary.location())?;
    let (verdicts, own) = judge.judge(markers.iter().map(|(marker, _)| *marker));
    findings.append(own);
    Ok(Some(verdicts))
}

fn none(binary: &Binary, packages: &[String], prompts: &[InspectedPrompt]) -> Option<Finding> {
    if !prompts.is_empty() || !binary.found.faults.is_empty() {
        return None;
    }
    let of = packages
        .iter()
        .map(|package| quoted(package))
        .collect::<Vec<_>>()
        .join(", ");
    let of = if of.is_empty() {
        of
    } else {
        format!(" of {of}")
    };
    let finding = Finding::error(
        Code::NoMarkers,
        binary.location(),
        format!("no prompts{of} in `{}`", binary.path),
    );
    Some(finding.help("inspect also the libraries that it loads at run time".to_owned()))
}

fn damaged(binary: &Binary, fault: MarkerError) -> Option<Finding> {
    let places = binary
        .found
        .faults
        .iter()
        .filter(|(_, own)| **own == fault)
        .map(|(at, _)| at)
        .collect::<Vec<_>>();
    let (first, count) = (places.first()?, places.len());
    let markers = if count == 1 {
        "a marker is".to_owned()
    } else {
        format!("{count} markers are")
    };
    let (what, help) = match fault {
        MarkerError::Damaged => ("damaged", "rebuild it"),
        MarkerError::UnknownFormat => (
            "in the format of another release",
            "use the `cargo prompts` of that release",
        ),
    };
    let message = format!("{markers} {what}, at byte {first}");
    Some(Finding::error(Code::DamagedMarker, binary.location(), message).help(help.to_owned()))
}

/// Returns the names of the environments that a marker has, without keys. They are masked before they are
/// parted: a part of a key looks like no key.
pub fn environment_names(marker: &Marker) -> Vec<String> {
    let names = marker.environments().collect::<Vec<_>>().join(" ");
    masked(&names).split(' ').map(str::to_owned).collect()
}

/// Reports prompts of several builds: an error within one package, and a warning for several packages,
/// which may name their environments differently. One build may be for several environments.
fn mixed(binary: &Binary, prompts: &[InspectedPrompt]) -> Option<Finding> {
    let mut builds = BTreeMap::<_, BTreeSet<_>>::new();
    for InspectedPrompt { marker, .. } in prompts {
        let build = environment_names(marker);
        builds.entry(&marker.package).or_default().insert(build);
    }
    let all = builds.values().flatten().collect::<BTreeSet<_>>();
    if all.len() < 2 {
        return None;
    }
    let of_package = builds.iter().map(|(package, builds)| {
        let names = builds.iter().flatten().collect::<BTreeSet<_>>();
        let names = names.into_iter().map(|name| quoted(name));
        let names = names.collect::<Vec<_>>().join(" and ");
        format!("{names} in {}", quoted(package))
    });
    let message = format!(
        "prompts for several environments: {}",
        of_package.collect::<Vec<_>>().join(", ")
    );
    let is_one = builds.values().any(|builds| builds.len() > 1);
    let finding = if is_one {
        Finding::error
    } else {
        Finding::warning
    };
    let help = "build all packages for one environment: set `PROMPT_ENV`; or for the same ones: \
                set `PROMPT_ENVS`";
    Some(finding(Code::MixedEnvironments, binary.location(), message).help(help.to_owned()))
}
