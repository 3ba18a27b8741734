//! Measures a rendering beside the alternatives that a user has, and beside the limit.

mod contenders;
mod engines;
mod inputs;
mod instructions;
mod race;
#[path = "../../builds/table.rs"]
mod table;
mod texts;

use std::hint::black_box;
use std::time::Duration;

use contenders as by;
use engines::Engines;
use inputs::{EMAIL, Email, INCIDENT, Incident};
use race::{Race, contender};
use table::Table;

const ROUNDS: usize = 101;
const SLICE: Duration = Duration::from_millis(1);

fn main() {
    let arguments = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect::<Vec<_>>();
    let engines = Engines::new();
    let (email, incident) = (email(), incident());
    if arguments
        .first()
        .is_some_and(|argument| argument == instructions::RENDER)
    {
        let number = |position: usize| {
            arguments
                .get(position)
                .and_then(|argument| argument.parse().ok())
        };
        let [race, contender, times] =
            [1, 2, 3].map(|position| number(position).expect("three numbers follow"));
        if race == 0 {
            email.run(&engines, contender, times);
        } else {
            incident.run(&engines, contender, times);
        }
        return;
    }
    email.check(&engines);
    incident.check(&engines);
    let is_countable = instructions::is_countable();
    if !is_countable {
        println!("valgrind is not installed: times alone");
    }
    compare(0, &email, &engines, is_countable);
    compare(1, &incident, &engines, is_countable);
}

fn email() -> Race<Email<'static>> {
    Race {
        name: "email: three texts",
        inputs: EMAIL,
        contenders: vec![
            contender!("limit", by::email_by_hand),
            contender!("prompt!", by::email_by_prompt),
            contender!("prompt!, its text", by::email_by_prompt_text),
            contender!("sailfish", by::email_by_sailfish),
            contender!("askama", by::email_by_askama),
            contender!("format!", by::email_by_format),
            contender!("catalog!", by::email_by_catalog),
            contender!("minijinja", by::email_by_minijinja),
            contender!("tera", by::email_by_tera),
            contender!("handlebars", by::email_by_handlebars),
        ],
    }
}

fn incident() -> Race<Incident<'static>> {
    Race {
        name: "incident: six texts, a section, a loop of five",
        inputs: INCIDENT,
        contenders: vec![
            contender!("limit", by::incident_by_hand),
            contender!("prompt!", by::incident_by_prompt),
            contender!("prompt!, its text", by::incident_by_prompt_text),
            contender!("sailfish", by::incident_by_sailfish),
            contender!("askama", by::incident_by_askama),
            contender!("format!", by::incident_by_format),
            contender!("catalog!", by::incident_by_catalog),
            contender!("minijinja", by::incident_by_minijinja),
            contender!("tera", by::incident_by_tera),
            contender!("handlebars", by::incident_by_handlebars),
        ],
    }
}

/// Counts and measures all contenders of a race.
fn compare<I>(number: usize, race: &Race<I>, engines: &Engines, is_countable: bool) {
    let title = format!("{}; {} bytes", race.name, race.text(engines).len());
    let mut table = Table::new(&title, &["by", "instructions", "ratio", "time", "ratio"]);
    let rounds = race.rounds(engines, ROUNDS, SLICE);
    let mut limit = None;
    for (position, contender) in race.contenders.iter().enumerate() {
        let count = is_countable.then(|| instructions::per_rendering(number, position));
        limit = limit.or(count);
        let ratio = count.zip(limit).map(|(count, limit)| count / limit);
        let time = median(rounds.iter().map(|round| round[position]));
        let time_ratio = median(rounds.iter().map(|round| round[position] / round[0]));
        table.row(&[
            contender.name.to_owned(),
            count.map_or("-".to_owned(), |count| format!("{count:.0}")),
            ratio.map_or("-".to_owned(), |ratio| format!("{ratio:.2}")),
            format!("{time:.0} ns"),
            format!("{time_ratio:.2}"),
        ]);
    }
    table.print();
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values = values.collect::<Vec<_>>();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
