//! Contenders over one template.

use std::hint::black_box;
use std::time::{Duration, Instant};

use crate::engines::Engines;

pub(crate) struct Race<I: 'static> {
    pub(crate) name: &'static str,
    pub(crate) inputs: I,
    /// The first is the limit, to which the others are compared.
    pub(crate) contenders: Vec<Contender<I>>,
}

pub(crate) struct Contender<I> {
    pub(crate) name: &'static str,
    /// Renders a number of times.
    run: fn(&Engines, &I, usize),
    text: fn(&Engines, &I) -> String,
}

/// Makes a contender of a function. The loop is compiled for each, with the same code around the
/// call: inputs and output pass through `black_box` where they are, and the output is dropped, as
/// part of what is measured.
macro_rules! contender {
    ($name:literal, $function:path) => {
        $crate::race::Contender::new(
            $name,
            |engines, inputs, times| {
                $crate::race::repeat(times, || $function(black_box(engines), black_box(inputs)))
            },
            |engines, inputs| $function(engines, inputs).to_string(),
        )
    };
}

pub(crate) use contender;

#[inline]
pub(crate) fn repeat<T>(times: usize, render: impl Fn() -> T) {
    for _ in 0..times {
        black_box(&render());
    }
}

impl<I> Contender<I> {
    pub(crate) fn new(
        name: &'static str,
        run: fn(&Engines, &I, usize),
        text: fn(&Engines, &I) -> String,
    ) -> Self {
        Self { name, run, text }
    }
}

impl<I> Race<I> {
    /// All must give the same text.
    pub(crate) fn check(&self, engines: &Engines) {
        let limit = self.text(engines);
        for contender in &self.contenders {
            assert_eq!(
                (contender.text)(engines, &self.inputs),
                limit,
                "{} by {}",
                self.name,
                contender.name
            );
        }
    }

    pub(crate) fn text(&self, engines: &Engines) -> String {
        (self.contenders[0].text)(engines, &self.inputs)
    }

    pub(crate) fn run(&self, engines: &Engines, contender: usize, times: usize) {
        (self.contenders[contender].run)(engines, &self.inputs, times);
    }

    /// The time that one rendering takes each, measured in turns: a list of rounds.
    pub(crate) fn rounds(
        &self,
        engines: &Engines,
        rounds: usize,
        slice: Duration,
    ) -> Vec<Vec<f64>> {
        let time = |contender: usize, times: usize| {
            let start = Instant::now();
            self.run(engines, contender, times);
            start.elapsed()
        };
        let times = |contender| {
            let times = (0..u32::BITS)
                .map(|power| 1 << power)
                .find(|&times| time(contender, times) > slice);
            times.unwrap_or(1)
        };
        let times = (0..self.contenders.len()).map(times).collect::<Vec<_>>();
        let each =
            |(contender, &times): (usize, &usize)| nanoseconds(time(contender, times), times);
        (0..rounds)
            .map(|_| times.iter().enumerate().map(each).collect())
            .collect()
    }
}

fn nanoseconds(total: Duration, times: usize) -> f64 {
    total.as_secs_f64() * 1e9 / f64::from(u32::try_from(times).unwrap_or(u32::MAX))
}
