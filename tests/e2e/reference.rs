//! The reference application in every environment: what it prints, and every prompt that it carries.

use crate::consumer::Consumer;

const ENVIRONMENTS: [&str; 3] = ["development", "staging", "production"];
const PROMPTS: [&str; 2] = ["ops-summarize-001", "sales-email-007"];

#[test]
fn overview_and_prompts_in_every_environment() {
    let sales_desk = Consumer::repository();
    for environment in ENVIRONMENTS {
        let by_variable = sales_desk.output(&format!("PROMPT_ENV={environment} cargo run"));
        let by_feature = sales_desk.output(&format!("cargo run --features {environment}"));
        assert_eq!(by_variable, by_feature);
        insta::assert_snapshot!(format!("{environment}"), by_variable);
        for id in PROMPTS {
            let prompt = sales_desk.output(&format!("PROMPT_ENV={environment} cargo run -- show {id}"));
            insta::assert_snapshot!(format!("{environment}-{id}"), prompt);
        }
    }
}

#[test]
fn wrong_arguments_get_the_usage_and_a_wrong_id_gets_the_right_ones() {
    let sales_desk = Consumer::repository();
    let usage = sales_desk.run("cargo run -q -- serve");
    assert!(!usage.success);
    assert!(usage.stderr.starts_with("usage: sales-desk"), "{}", usage.stderr);
    let wrong_id = sales_desk.run("cargo run -q -- show sales-email-700");
    assert!(!wrong_id.success);
    assert_eq!(
        wrong_id.stderr,
        "no prompt `sales-email-700` in this build; there are: ops-summarize-001, sales-email-007\n"
    );
}
