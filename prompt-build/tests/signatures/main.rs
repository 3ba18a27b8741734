//! SSH signatures, held against OpenSSH's own verdict.

mod cases;
mod file;
mod forge;
mod openssh;
mod properties;

use prompt_build::library::time::Moment;
use prompt_build::report::Findings;
use prompt_build::signatures::{AllowedSigners, NamedKey};
use prompt_build::source::Source;

use cases::{Case, MESSAGE, Material, NAMESPACE, Verdict};
use openssh::{Agent, OpenSsh, Question};

#[test]
fn every_case_is_judged_as_openssh_judges_it_or_says_why_not() {
    let Some(openssh) = OpenSsh::start() else {
        return;
    };
    let material = Material::make(&openssh);
    let cases = material.cases(&openssh);
    let wrong = cases
        .iter()
        .filter_map(|case| difference(case, openssh.accepts(&question(case))))
        .collect::<Vec<_>>();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(cases.len() > 90, "only {} cases", cases.len());
}

fn question(case: &Case) -> Question<'_> {
    Question {
        allowed: &case.allowed,
        signer: case.signer,
        namespace: case.namespace,
        message: &case.message,
        signature: &case.signature,
        time: case.time,
    }
}

/// What is wrong about a case: OpenSSH's verdict or ours.
fn difference(case: &Case, is_accepted_by_openssh: bool) -> Option<String> {
    let name = case.name;
    let (expected, is_accepted, why) = match case.verdict {
        Verdict::Accepted(line) => (Ok(line), true, ""),
        Verdict::Rejected(words) => (Err(words), false, ""),
        Verdict::Stricter(words, why) => (Err(words), true, why),
        Verdict::Wider(line, why) => (Ok(line), false, why),
        Verdict::Newer(line, why) => (Ok(line), is_accepted_by_openssh, why),
    };
    let ours = judge(case);
    let is_expected = match (&ours, expected) {
        (Ok(key), Ok(line)) => key.line == line,
        (Err(message), Err(words)) => message.contains(words),
        _ => false,
    };
    let is_right = is_expected && is_accepted_by_openssh == is_accepted;
    (!is_right).then(|| format!("{name}: OpenSSH {is_accepted_by_openssh}, ours {ours:?}. {why}"))
}

/// The key that a signature is accepted for, or the first message about the file or the signature.
fn judge(case: &Case) -> Result<NamedKey, String> {
    let mut findings = Findings::default();
    let source = Source::new("prompts/allowed_signers", case.allowed.clone());
    let allowed = AllowedSigners::read(&source, &mut findings);
    assert_eq!(allowed.is_complete(), !findings.has_errors());
    if let Some(finding) = findings.sorted().first() {
        return Err(finding.message.clone());
    }
    let verdict = allowed.verify(
        case.signer,
        case.namespace,
        &case.message,
        &case.signature,
        &moment(case.time),
    );
    verdict.map_err(|rejection| rejection.to_string())
}

/// The moment of 14 digits.
fn moment(digits: &str) -> Moment {
    let (date, clock) = digits.split_at(8);
    let text = format!(
        "{}-{}-{}T{}:{}:{}Z",
        &date[..4],
        &date[4..6],
        &date[6..],
        &clock[..2],
        &clock[2..4],
        &clock[4..]
    );
    Moment::parse(&text).unwrap()
}

#[test]
fn an_agent_signs() {
    let Some(openssh) = OpenSsh::start() else {
        return;
    };
    let line = openssh.make_key("agent-key", "ed25519");
    let agent = Agent::start(&openssh, "agent-key");
    openssh.remove_private_key("agent-key");
    let signature = openssh.sign_through("agent-key.pub", NAMESPACE, MESSAGE, &[], Some(&agent));
    let source = Source::new(
        "allowed_signers",
        format!("# Mara's laptop.\nmara {line}\n"),
    );
    let allowed = AllowedSigners::read(&source, &mut Findings::default());
    let at = moment("20261005120000");
    let key = allowed
        .verify("mara", NAMESPACE, MESSAGE, &signature, &at)
        .unwrap();
    let fingerprint = openssh.fingerprint(&line);
    assert_eq!((key.line, &key.fingerprint), (2, &fingerprint));
    assert_eq!(
        key.to_string(),
        format!("the key `{fingerprint}` on line 2 of `allowed_signers`")
    );
}

/// A moment between two seconds counts as what it is: OpenSSH knows whole seconds alone.
#[test]
fn bounds_hold_within_a_second() {
    let key = forge::SoftKey::plain(3);
    let text = format!(
        "mara valid-after=\"20260101Z\",valid-before=\"20260102Z\" {}\n",
        key.line()
    );
    let allowed = AllowedSigners::read(
        &Source::new("allowed_signers", text),
        &mut Findings::default(),
    );
    let signature = key.sign(NAMESPACE, MESSAGE, 0).armored();
    for (time, is_valid) in [
        ("2025-12-31T23:59:59.999Z", false),
        ("2026-01-01T00:00:00Z", true),
        ("2026-01-01T01:00:00+01:00", true),
        ("2026-01-02T00:00:00.000Z", true),
        ("2026-01-02T00:00:00.001Z", false),
    ] {
        let at = Moment::parse(time).unwrap();
        let verdict = allowed.verify("mara", NAMESPACE, MESSAGE, &signature, &at);
        assert_eq!(verdict.is_ok(), is_valid, "{time}: {verdict:?}");
    }
}

#[test]
fn hardware_keys_have_the_fingerprint_that_ssh_keygen_prints() {
    let Some(openssh) = OpenSsh::start() else {
        return;
    };
    let key = forge::SoftKey::hardware(4, "ssh:");
    let source = Source::new("allowed_signers", format!("mara {}\n", key.line()));
    let allowed = AllowedSigners::read(&source, &mut Findings::default());
    let signature = key.sign(NAMESPACE, MESSAGE, 1).armored();
    let at = moment("20261005120000");
    let named = allowed
        .verify("mara", NAMESPACE, MESSAGE, &signature, &at)
        .unwrap();
    assert_eq!(named.fingerprint, openssh.fingerprint(&key.line()));
}
