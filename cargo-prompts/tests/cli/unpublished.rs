//! What `promote` says of a working copy that is newer than the releases.

use crate::desk::Desk;

const WORKING_COPY: &str = "prompts/visitor-greeting/local.prompt";
const CHANGED: &str = "the working copy has changes that are not published: `cargo prompts publish visitor-greeting` publishes them\n";

#[test]
fn promote_tells_of_changes_that_are_not_published() {
    let released = Desk::ready().read("prompts/visitor-greeting/1.1.0.prompt");
    let changed = released.replace("a seat", "a seat and a coffee");
    let broken = released.replace("a seat", "a seat {{#if");
    // The working copy, the end of the command, and whether it tells of changes.
    let promotions = [
        (&released, "", false),
        (&changed, "", true),
        (&changed, " --version 1.1.0", false),
        (&broken, "", false),
    ];
    for (text, end, is_told) in promotions {
        let desk = Desk::ready();
        desk.write(WORKING_COPY, text);
        let run = desk.run(&format!(
            "promote visitor-greeting --to production --by front-desk-lead --reason 'read aloud'{end}"
        ));
        assert_eq!(run.stdout.contains(CHANGED), is_told, "{text}{end}");
        let is_promoted = run.stdout.contains("production now pins 1.1.0");
        assert!(is_promoted, "{}{}", run.stdout, run.stderr);
    }
}
