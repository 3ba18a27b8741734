//! The number of calls that are under way at a time, and the pause that an endpoint asks for.

use std::time::{Duration, Instant};

/// Decides when the next of several calls at a time may begin.
#[derive(Debug)]
pub struct Pace {
    /// The most calls at a time.
    most: usize,
    /// The calls at a time that the endpoint has taken lately, at least one.
    allowed: usize,
    under_way: usize,
    /// The calls that were answered.
    answered: usize,
    /// Those of them that count towards one call more at a time.
    answered_in_a_row: usize,
    pause: Option<Pause>,
}

#[derive(Debug)]
struct Pause {
    begun: Instant,
    until: Instant,
}

/// An attempt that is under way.
#[derive(Debug, Clone, Copy)]
pub struct Attempt {
    begun: Instant,
}

/// The answer to the question whether the next attempt may begin.
#[derive(Debug, PartialEq, Eq)]
pub enum Turn {
    Now,
    /// After this time.
    After(Duration),
    /// Once an attempt has ended.
    Occupied,
}

impl Pace {
    pub fn new(most: usize) -> Self {
        let most = most.max(1);
        Self {
            most,
            allowed: most,
            under_way: 0,
            answered: 0,
            answered_in_a_row: 0,
            pause: None,
        }
    }

    pub fn turn(&self, now: Instant) -> Turn {
        let until = self.pause.as_ref().map(|pause| pause.until);
        match until.filter(|until| *until > now) {
            Some(until) => Turn::After(until - now),
            None if self.under_way >= self.allowed => Turn::Occupied,
            None => Turn::Now,
        }
    }

    pub fn begin(&mut self, now: Instant) -> Attempt {
        self.under_way += 1;
        Attempt { begun: now }
    }

    /// Ends an attempt that was answered. As many answers in a row as there are calls at a time
    /// allow one call more; those to attempts from before a pause do not count.
    pub fn answered(&mut self, attempt: Attempt) {
        self.under_way -= 1;
        self.answered += 1;
        let pause = self.pause.as_ref();
        if pause.is_some_and(|pause| attempt.begun <= pause.begun) {
            return;
        }
        self.answered_in_a_row += 1;
        if self.answered_in_a_row >= self.allowed && self.allowed < self.most {
            self.allowed += 1;
            self.answered_in_a_row = 0;
        }
    }

    /// Ends an attempt that failed by itself.
    pub fn failed(&mut self) {
        self.under_way -= 1;
        self.answered_in_a_row = 0;
    }

    /// Ends an attempt for which the endpoint was busy: no other one begins before the wait is over,
    /// and half as many go on. Returns `true` if this begins a pause. Attempts that were under way
    /// when a pause began belong to it, and only lengthen it.
    pub fn busy(&mut self, attempt: Attempt, wait: Duration, now: Instant) -> bool {
        self.under_way -= 1;
        self.answered_in_a_row = 0;
        let until = now + wait;
        match &mut self.pause {
            Some(pause) if attempt.begun <= pause.begun => {
                pause.until = pause.until.max(until);
                false
            }
            pause => {
                let later = pause.as_ref().map_or(until, |pause| pause.until.max(until));
                *pause = Some(Pause {
                    begun: now,
                    until: later,
                });
                self.allowed = (self.allowed / 2).max(1);
                true
            }
        }
    }

    /// The number of calls that were answered so far.
    pub fn count_answered(&self) -> usize {
        self.answered
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{Pace, Turn};

    const SECOND: Duration = Duration::from_secs(1);

    /// The attempts that may begin at this moment.
    fn begin_all(pace: &mut Pace, now: Instant) -> Vec<super::Attempt> {
        let mut attempts = Vec::new();
        while pace.turn(now) == Turn::Now {
            attempts.push(pace.begin(now));
        }
        attempts
    }

    #[test]
    fn as_many_calls_as_allowed_are_under_way() {
        let (mut pace, now) = (Pace::new(3), Instant::now());
        let attempts = begin_all(&mut pace, now);
        assert_eq!(attempts.len(), 3);
        assert_eq!(pace.turn(now), Turn::Occupied);
        pace.answered(attempts[0]);
        assert_eq!(begin_all(&mut pace, now).len(), 1);
        assert_eq!(begin_all(&mut Pace::new(0), now).len(), 1);
    }

    #[test]
    fn one_pause_holds_for_all_and_the_longest_wait_counts() {
        let (mut pace, now) = (Pace::new(8), Instant::now());
        let attempts = begin_all(&mut pace, now);
        let later = now + SECOND / 2;
        assert!(pace.busy(attempts[0], SECOND, later));
        assert!(!pace.busy(attempts[1], SECOND * 3, later));
        assert!(!pace.busy(attempts[2], SECOND, later));
        for attempt in &attempts[3..] {
            pace.answered(*attempt);
        }
        assert_eq!(pace.turn(later), Turn::After(SECOND * 3));
        // A wave of refusals halves the number once.
        assert_eq!(begin_all(&mut pace, later + SECOND * 3).len(), 4);
    }

    #[test]
    fn answers_allow_more_calls_again() {
        let (mut pace, now) = (Pace::new(2), Instant::now());
        let attempts = begin_all(&mut pace, now);
        pace.busy(attempts[0], SECOND, now + SECOND);
        pace.busy(attempts[1], SECOND, now + SECOND);
        let again = now + SECOND * 2;
        let attempts = begin_all(&mut pace, again);
        assert_eq!(attempts.len(), 1);
        assert_eq!(pace.count_answered(), 0);
        pace.answered(attempts[0]);
        assert_eq!(pace.count_answered(), 1);
        assert_eq!(begin_all(&mut pace, again).len(), 2);
    }
}
