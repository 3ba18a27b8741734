//! Results that come in any order, and leave in that of their positions.

use std::collections::BTreeMap;

/// Holds results until those before them have come.
#[derive(Debug)]
pub struct OrderBuffer<T> {
    next: usize,
    early: BTreeMap<usize, T>,
}

impl<T> OrderBuffer<T> {
    pub fn new() -> Self {
        Self {
            next: 0,
            early: BTreeMap::new(),
        }
    }

    /// The position of the next result that leaves.
    pub fn next(&self) -> usize {
        self.next
    }

    /// Puts in the result at a position.
    pub fn put(&mut self, position: usize, result: T) {
        self.early.insert(position, result);
    }

    /// Takes out the next result, if it has come.
    pub fn take_next(&mut self) -> Option<T> {
        let result = self.early.remove(&self.next)?;
        self.next += 1;
        Some(result)
    }
}

#[cfg(test)]
mod tests {
    use super::OrderBuffer;

    #[test]
    fn results_leave_in_order() {
        let mut buffer = OrderBuffer::new();
        let mut left = Vec::new();
        for position in [2, 1, 3, 0, 5, 4] {
            buffer.put(position, position * 10);
            left.push(std::iter::from_fn(|| buffer.take_next()).collect::<Vec<_>>());
        }
        let expected = [&[][..], &[], &[], &[0, 10, 20, 30], &[], &[40, 50]];
        assert_eq!(left, expected);
    }
}
