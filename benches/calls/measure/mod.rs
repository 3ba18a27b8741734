//! Contenders that do the same thing, measured in turns within one run: in time, and in
//! instructions.

mod instructions;
mod rounds;
#[path = "../../builds/table.rs"]
mod table;

use table::Table;

/// One way to do the thing.
pub(crate) struct Contender {
    name: &'static str,
    /// Does it a number of times.
    run: Box<dyn Fn(usize)>,
}

/// Makes a contender of an expression. The loop is compiled for each, and what the expression gives
/// is kept from the optimiser, and dropped as part of what is measured.
macro_rules! contender {
    ($name:expr, $expression:expr) => {
        $crate::measure::Contender::new($name, move |times| {
            for _ in 0..times {
                ::std::hint::black_box(&$expression);
            }
        })
    };
}

pub(crate) use contender;

impl Contender {
    pub(crate) fn new(name: &'static str, run: impl Fn(usize) + 'static) -> Self {
        Self {
            name,
            run: Box::new(run),
        }
    }
}

/// Prints a table in which the first contender is what the others are compared to.
pub(crate) fn compare(title: &str, contenders: &[Contender]) {
    if let Some((contender, times)) = instructions::asked_for() {
        return (contenders[contender].run)(times);
    }
    let is_countable = instructions::is_countable();
    if !is_countable {
        println!("valgrind is not installed: times alone");
    }
    let mut table = Table::new(
        title,
        &["by", "instructions", "ratio", "CPU time", "ratio", "spread"],
    );
    let rounds = rounds::rounds(contenders);
    let mut first = None;
    for (position, contender) in contenders.iter().enumerate() {
        let count =
            is_countable.then(|| instructions::of_one(position, 5 * rounds.times(position)));
        first = first.or(count);
        let [low, ratio, high] = rounds.ratio(position);
        table.row(&[
            contender.name.to_owned(),
            count.map_or("-".to_owned(), |count| format!("{count:.0}")),
            count.zip(first).map_or("-".to_owned(), |(count, first)| {
                format!("{:.2}", count / first)
            }),
            format!("{:.1} ns", rounds.time(position)),
            format!("{ratio:.2}"),
            format!("{low:.2} to {high:.2}"),
        ]);
    }
    table.print();
}
