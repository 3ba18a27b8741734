use alloc::string::ToString as _;
use alloc::vec::Vec;
use std::sync::Barrier;
use std::thread;

use prompt_core::choice::{BuildNames, number};

use super::{Choice, ChoiceError, Reason};

/// Each thread chooses one of two environments. Those that choose the first one succeed, the others
/// are told its name.
#[test]
fn of_64_threads_that_choose_all_get_the_same_environment() {
    const THREADS: usize = 64;
    let names = ["staging", "production-canary"];
    for round in 0..200 {
        let (choice, barrier) = (Choice::new(), Barrier::new(THREADS));
        let results = thread::scope(|scope| {
            let threads = (0..THREADS).map(|thread| {
                let (choice, barrier) = (&choice, &barrier);
                scope.spawn(move || {
                    let name = names[(thread + round) % 2];
                    barrier.wait();
                    (name, choice.choose(name))
                })
            });
            let threads = threads.collect::<Vec<_>>();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .collect::<Vec<_>>()
        });
        let chosen = choice.name().unwrap();
        assert_eq!(choice.number.into_inner(), number(&chosen));
        for (name, result) in results {
            match result {
                Ok(()) => assert_eq!(name, chosen),
                Err(Reason::ChosenBefore(own, known)) => {
                    assert_eq!(own, name);
                    assert_ne!(name, chosen);
                    assert!(known.is_none_or(|known| known == chosen));
                }
                Err(other) => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn the_same_environment_can_be_chosen_again() {
    let choice = Choice::new();
    assert_eq!(choice.name(), None);
    assert_eq!(choice.choose("staging"), Ok(()));
    assert_eq!(choice.choose("staging"), Ok(()));
    let refused = choice.choose("production");
    let reason = Reason::ChosenBefore("production".into(), Some("staging".into()));
    assert_eq!(refused, Err(reason));
    assert_eq!(choice.name().as_deref(), Some("staging"));
}

#[test]
fn the_longest_name_is_kept() {
    let name = "a-name-of-sixty-four-characters-is-the-longest-that-there-can-be";
    assert_eq!(name.len(), super::LONGEST_NAME);
    let choice = Choice::new();
    choice.choose(name).unwrap();
    assert_eq!(choice.name().as_deref(), Some(name));
}

#[test]
fn an_error_lists_the_names_and_escapes_what_it_was_given() {
    let build = BuildNames::new("sales-desk staging production");
    let shown = |reason| ChoiceError::new(build, reason).to_string();
    let rows = [
        (
            Reason::NotSet(&[]),
            "no environment is chosen: set the variable `PROMPT_ENV` to one of `staging`, `production`",
        ),
        (
            Reason::NotSet(&["production", "canary"]),
            "no environment is chosen: set the variable `PROMPT_ENV` to one of `production`",
        ),
        (
            Reason::Variable("stagin".into(), &["production", "canary"]),
            "the variable `PROMPT_ENV` is `stagin`, and the program allows only `production`",
        ),
        (
            Reason::Variable("qa\n\u{1b}[31m".into(), &[]),
            "the variable `PROMPT_ENV` is `qa\\n\\u{1b}[31m`, and the package `sales-desk` is built for `staging`, `production`",
        ),
        (
            Reason::Name("qa\u{200b}".into()),
            "`qa\\u{200b}` cannot be chosen: the package `sales-desk` is built for `staging`, `production`",
        ),
        (
            Reason::NotAllowed("staging".into(), &["production"]),
            "`staging` cannot be chosen: the program allows only `production`",
        ),
        (
            Reason::ChosenBefore("staging".into(), Some("production".into())),
            "`staging` cannot be chosen: the choice is one for the process, and it is `production`",
        ),
        (
            Reason::ChosenBefore("staging".into(), None),
            "`staging` cannot be chosen: the choice is one for the process, and it is another",
        ),
    ];
    for (reason, expected) in rows {
        assert_eq!(shown(reason), expected);
    }
}
