//! The policies of environments: who may sign, and what a pin needs.

use super::super::Config;
use super::{configuration, read_findings};
use crate::report::Findings;
use crate::source::Source;

/// The key `sign_off`, whether signatures are asked for, whether it says who rolls back, and which
/// of `lead`, `OWNER` and `on-call` may sign and which are for emergencies.
const SIGN_OFFS: &[(&str, bool, bool, &str, &str)] = &[
    ("{ required: 1 }", false, false, "lead OWNER on-call", ""),
    ("{ signatures: ssh }", true, true, "lead OWNER on-call", ""),
    ("{ by: [lead, owner] }", false, false, "lead OWNER", ""),
    (
        "{ by: [lead], emergency: { by: [On-Call, lead] } }",
        false,
        true,
        "lead",
        "on-call",
    ),
    (
        "{ by: [lead], emergency: { by: [owner] }, signatures: ssh }",
        true,
        true,
        "lead",
        "OWNER",
    ),
    ("{ by: [lead], signatures: pgp }", false, false, "lead", ""),
];

#[test]
fn a_policy_says_who_may_do_what() {
    for (sign_off, asks, says, signers, emergency) in SIGN_OFFS {
        let text = configuration(" {}")
            .replace("local", "'library:active'")
            .replace("null }", &format!("null, sign_off: {sign_off} }}"));
        let source = Source::new("environments.yaml", text);
        let config = Config::read(&source, &mut Findings::default()).unwrap();
        let policy = &config.environments[0].policy;
        let those = |is_one: &dyn Fn(&str) -> bool| {
            let people = ["lead", "OWNER", "on-call"].into_iter();
            people
                .filter(|who| is_one(who))
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(policy.asks_for_signatures(), *asks, "{sign_off}");
        assert_eq!(policy.says_who_rolls_back(), *says, "{sign_off}");
        assert_eq!(those(&|who| policy.may_sign(who)), *signers, "{sign_off}");
        let for_emergencies = those(&|who| policy.is_for_emergencies(who));
        assert_eq!(for_emergencies, *emergency, "{sign_off}");
    }
}

/// To compare each pair of these names would take minutes.
#[test]
fn a_list_may_name_as_many_people_as_a_file_holds() {
    let people = |prefix: &str| {
        let names = (0..70_000).map(|number| format!("{prefix}{number}"));
        names.collect::<Vec<_>>().join(", ")
    };
    let sign_off = format!(
        "{{ by: [{}, U0], emergency: {{ by: [{}] }} }}",
        people("u"),
        people("e")
    );
    let text = configuration(" {}")
        .replace("local", "'library:active'")
        .replace("null }", &format!("null, sign_off: {sign_off} }}"));
    assert!(read_findings(&text).starts_with("invalid-sign-off-policy@"));
    let source = Source::new("environments.yaml", text.replace(", U0]", "]"));
    let mut findings = Findings::default();
    let config = Config::read(&source, &mut findings).unwrap();
    let policy = &config.environments[0].policy;
    assert!(policy.may_sign("U69999") && policy.is_for_emergencies("E69999"));
    assert!(findings.iter().next().is_none());
}

#[test]
fn a_requirement_that_is_given_twice_is_one() {
    let text = configuration(" {}")
        .replace("local", "'library:active'")
        .replace("null }", "null, requires: [golden, validation, golden] }");
    let source = Source::new("environments.yaml", text);
    let config = Config::read(&source, &mut Findings::default()).unwrap();
    let requires = config.environments[0].policy.requires.iter();
    let requires = requires.map(|run| run.as_str());
    assert_eq!(requires.collect::<Vec<_>>(), ["golden", "validation"]);
}

#[test]
fn evidence_gets_old_after_whole_days() {
    for (value, expected) in [
        ("1", Some(1)),
        ("3650", Some(3650)),
        ("0", None),
        ("3651", None),
        ("1.5", None),
        ("soon", None),
    ] {
        let text = configuration(" {}")
            .replace("local", "'library:active'")
            .replace("null }", &format!("null, evidence_days: {value} }}"));
        let source = Source::new("environments.yaml", text.as_str());
        let mut findings = Findings::default();
        let config = Config::read(&source, &mut findings).unwrap();
        assert_eq!(config.environments[0].policy.evidence_days, expected);
        assert_eq!(findings.has_errors(), expected.is_none(), "{value}");
    }
    let local = configuration(" {}").replace("null }", "null, evidence_days: 30 }");
    assert!(read_findings(&local).starts_with("invalid-requirement@"));
}
