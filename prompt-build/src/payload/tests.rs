//! The payloads, to the byte. One that changes makes every older signature worthless.

use super::*;
use crate::library::Ledger;
use crate::report::Findings;
use crate::source::Source;

const LEDGER: &str = "\
- version: 2.3.0
  format: 1
  status: deprecated
  sha256: 9b4e74cdd9d049689dc6c1444fc3cb0b841c0c741e596bd7be8dc95a19cf3a2c
  published: { by: prompt-owner, at: 2026-10-02T09:30:00Z }
  evidence:
    - prompt: sales-email-007
      run: golden
      environment: staging
      model: kimi-k2-5
      temperature: 1
      cases: 20
      passed: 19
      threshold: 0.9
      sha256: 9b4e74cdd9d049689dc6c1444fc3cb0b841c0c741e596bd7be8dc95a19cf3a2c
      dataset: 1f6b46f8d8d8a11d4cc2ff2a9c1f8e5d43ee62c7d8e8e2f1a0b9c8d7e6f5a4b3
      report: 77e1
      at: 2026-10-04T11:00:00Z
  sign_offs:
    - prompt: sales-email-007
      environment: production
      application: billing
      by: Sales-Lead
      name: \"Zo\u{eb} \\\"Z\\\" Lindqvist\"
      at: 2026-10-05T14:00:00Z
      reason: reply rate up
      evidence: see the report
      runs: [5a0c, 77e1]
      model: kimi-k2-5
      temperature: 0.7
      sha256: 9b4e74cdd9d049689dc6c1444fc3cb0b841c0c741e596bd7be8dc95a19cf3a2c
      signature: AAAA
  pinned:
    - environment: production
      application: billing
      before: 2.4.0
      rollback: true
      model: kimi-k2-5
      temperature: 0.7
      by: on-call
      at: 2026-10-09T02:10:00Z
      reason: wrong prices
      signature: AAAA
  confirmed:
    - environment: production
      application: billing
      rolled_back_at: 2026-10-09T02:10:00Z
      by: sales-lead
      at: 2026-10-09T08:00:00Z
      reason: agreed
      signature: AAAA
  deprecated: { by: sales-lead, at: 2026-10-20T08:00:00Z, reason: 2.4.0 is better, signature: AAAA }
";

/// Lines before the model of each record, and the number of lines in the table of payloads that
/// these have. Chat completions are not written: the payloads are those of older records.
const APIS: &[(&str, usize)] = &[
    ("", 0),
    ("      api: chat-completions\n", 0),
    ("      api: anthropic-messages\n", 6),
];

/// The ledger, with a line before each model. Its short digests are lengthened to what a digest is.
fn ledger(line: &str) -> Ledger {
    let text = LEDGER.replace("      model:", &format!("{line}      model:"));
    let text = text.replace("5a0c", &"5a0c".repeat(16));
    let text = text.replace("77e1", &"77e1".repeat(16));
    let mut findings = Findings::default();
    let source = Source::new("releases.yaml", text);
    let ledger = Ledger::read_whole(&source, &mut findings).unwrap();
    assert_eq!(ledger.releases(&mut findings).len(), 1);
    let messages = findings.sorted();
    assert!(messages.is_empty(), "{messages:?}");
    ledger
}

#[test]
fn the_payload_of_each_record() {
    // A program in another language made these lines from the same records.
    let expected = include_str!("payloads.txt").lines().collect::<Vec<_>>();
    for (line, start) in APIS {
        let ledger = ledger(line);
        let release = ledger.releases(&mut Findings::default())[0];
        let subject = Subject {
            library: "front-desk",
            prompt: "sales-email-007",
            release,
        };
        let deprecated = release.deprecated.as_ref().unwrap();
        let payloads = [
            subject.sign_off(&release.sign_offs[0]),
            subject.rollback(&release.pin_changes[0]),
            subject.confirmation(&release.confirmations[0]),
            subject.retirement(Status::Deprecated, deprecated),
            subject.retirement(Status::Withdrawn, deprecated),
            digest_of_run(&release.evidence[0]),
        ];
        assert_eq!(payloads.to_vec(), expected[*start..start + 6], "{line}");
    }
}

/// The prompt is that of the record, not that of the folder in which the record stands.
#[test]
fn the_payload_of_a_sign_off_has_its_own_prompt() {
    let ledger = ledger("");
    let release = ledger.releases(&mut Findings::default())[0];
    let subject = Subject {
        library: "front-desk",
        prompt: "a-copy-of-it",
        release,
    };
    for (prompt, expected) in [(Some("sales-email-007"), true), (None, false)] {
        let mut sign_off = release.sign_offs[0].clone();
        sign_off.prompt = prompt.map(str::to_owned);
        let payload = subject.sign_off(&sign_off);
        assert_eq!(payload.contains("\"prompt\":\"sales-email-007\""), expected);
        assert!(!payload.contains("a-copy-of-it"));
    }
}

/// A signature covers the judge of each run that it rests on.
#[test]
fn the_digest_of_a_run_covers_its_judge() {
    let run = ledger("").releases(&mut Findings::default())[0].evidence[0].clone();
    let judge = Judge {
        id: "answer-judge".to_owned(),
        version: "1.0.0".to_owned(),
        sha256: "9b4e".to_owned(),
        api: Api::default(),
        model: "kimi-k2-5".to_owned(),
        parameters: run.parameters.clone(),
        answered_by: Vec::new(),
    };
    let with = |judge: &Judge| Evidence {
        judge: Some(judge.clone()),
        ..run.clone()
    };
    let other = |change: fn(&mut Judge)| {
        let mut judge = judge.clone();
        change(&mut judge);
        with(&judge)
    };
    let runs = [
        run.clone(),
        with(&judge),
        other(|judge| judge.id.push('2')),
        other(|judge| judge.version.push('2')),
        other(|judge| judge.sha256.push('2')),
        other(|judge| judge.api = Api::Responses),
        other(|judge| judge.model.push('2')),
        other(|judge| judge.parameters = Parameters::default()),
        other(|judge| judge.answered_by.push("kimi-k2-5-0711".to_owned())),
        Evidence {
            false_passes: 1,
            ..run.clone()
        },
        Evidence {
            false_fails: 1,
            ..run.clone()
        },
    ];
    let digests = runs.iter().map(digest_of_run);
    let digests = digests.collect::<std::collections::BTreeSet<_>>();
    assert_eq!(digests.len(), runs.len());
}
