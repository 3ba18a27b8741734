//! Comparisons whose answers are judged.

use super::{CHECKS, ENVIRONMENTS, desk, is_of_judge, verdict};
use crate::loopback::{Reply, Server};

const MODELS: &str = "compare visitor-greeting staging staging@small-model";

/// The small model is rude. What has a rubric is a call of the judge.
fn server() -> Server {
    Server::start(|request, _| {
        if request.last_message().contains("Rubric: ") {
            return verdict(request);
        }
        Reply::answer(if request.body["model"] == "small-model" {
            "Go away, Mara Lindqvist."
        } else {
            "Good day, Mara Lindqvist."
        })
    })
}

#[test]
fn both_sides_are_judged_by_the_judge_of_the_dataset() {
    let (desk, server) = (desk(), server());
    let golden = format!("{MODELS} --only golden");
    desk.run_against(&server, &format!("{golden} --max-calls 9"))
        .expect(1, &["the runs have 10 calls"]);
    assert_eq!(server.requests().len(), 0);
    let run = desk.run_against(&server, &golden);
    run.expect(
        0,
        &[
            "note: 2 runs with 10 calls\n",
            "sending 2 cases and 3 calls of the judge `answer-judge`",
            "0 cases pass with both, 2 with A alone, 0 with B alone, 0 with neither\n",
        ],
    );
    assert!(
        !run.said().contains("settings of the judge"),
        "{}",
        run.said()
    );
    let requests = server.requests();
    let judged = requests.iter().filter(|request| is_of_judge(request));
    assert_eq!((requests.len(), judged.count()), (10, 6));
}

#[test]
fn the_judge_of_realistic_answers_is_called_for_both_sides() {
    let (desk, server) = (desk(), server());
    let checks = "judge: answer-judge\nassert: [{ type: llm-rubric, value: greets }]\n";
    desk.write(CHECKS, checks);
    let run = desk.run_against(&server, &format!("{MODELS} --only replay"));
    run.expect(
        0,
        &[
            "note: 2 runs with 12 calls\n",
            "names and postal addresses in them are sent",
            "3 with A alone",
        ],
    );
    for word in ["Lindqvist", "so I think", "Good day"] {
        assert!(!run.said().contains(word), "{word}: {}", run.said());
    }
}

#[test]
fn two_texts_of_the_judge_are_noted() {
    let (desk, server) = (desk(), server());
    let pins = "  answer-judge:\n";
    desk.edit(
        ENVIRONMENTS,
        pins,
        &format!("{pins}    development: latest\n"),
    );
    let sides = "compare visitor-greeting staging development --only golden";
    desk.run_against(&server, sides).expect(
        0,
        &["`staging` and `development` have different texts or settings of the judge `answer-judge`"],
    );
}

#[test]
fn nothing_is_sent_if_one_environment_lacks_the_judge() {
    let (desk, server) = (desk(), server());
    let sides = "compare visitor-greeting staging production --only golden";
    desk.run_against(&server, sides)
        .expect(1, &["`production` does not pin the judge `answer-judge`"]);
    assert_eq!(server.requests().len(), 0);
}
