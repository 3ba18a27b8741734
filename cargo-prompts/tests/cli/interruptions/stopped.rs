use std::sync::LazyLock;

use crate::desk::Desk;

/// The state folder of the library.
pub const STATE: &str = ".cargo-prompts/prompts";
pub const JOURNAL: &str = ".cargo-prompts/prompts/journal";
const LEDGER: &str = "prompts/visitor-greeting/releases.yaml";
const DRAFT: &str = ".cargo-prompts/prompts/journal.draft";

/// A change of two files: the ledger, and then the pin.
pub const PROMOTION: &str = "promote visitor-greeting --to production --by front-desk-lead --reason 'visitors find their host'";

/// A promotion that was killed before it was decided on: there is a draft of the journal.
pub fn drafted() -> Desk {
    static STEP: LazyLock<usize> = LazyLock::new(|| step(|desk| exists(desk, DRAFT)));
    stopped(*STEP)
}

/// A promotion that was killed when it was decided on: there is a journal, and no file is changed.
pub fn decided() -> Desk {
    static STEP: LazyLock<usize> = LazyLock::new(|| step(|desk| exists(desk, JOURNAL)));
    stopped(*STEP)
}

/// A promotion that was killed between its two files.
pub fn half_made() -> Desk {
    static STEP: LazyLock<usize> = LazyLock::new(|| {
        step(|desk| exists(desk, JOURNAL) && desk.read(LEDGER).contains("visitors find their host"))
    });
    let desk = stopped(*STEP);
    let pins = desk.read("prompts/environments.yaml");
    assert!(pins.contains("production: \"1.0.0\""), "{pins}");
    desk
}

fn exists(desk: &Desk, path: &str) -> bool {
    desk.root().join(path).exists()
}

/// The first step at which the promotion leaves this.
fn step(left: impl Fn(&Desk) -> bool) -> usize {
    (1..100)
        .find(|step| left(&stopped(*step)))
        .expect("there is such a step")
}

fn stopped(step: usize) -> Desk {
    let desk = Desk::ready();
    let killed = desk.run_with(
        PROMOTION,
        &[("CARGO_PROMPTS_FAULT", &format!("kill:{step}"))],
    );
    assert_eq!(killed.code, None, "{}", killed.said());
    desk
}
