use alloc::vec;
use alloc::vec::Vec;

/// A set of parts of secrets. Of each part it has 32 bits of a hash, in a table with linear probing: a
/// text of 16 MiB of secrets has as many parts as bytes, and build scripts run without optimisation. That
/// a sentence has another part with the same hash is very unlikely, and hides a word too many.
#[derive(Debug, Default)]
pub(super) struct PartSet {
    /// The hashes; zero where there is none. The length is a power of two, or zero.
    slots: Vec<u32>,
    pub(super) has_parts: bool,
}

impl PartSet {
    /// Makes a set that takes some number of parts.
    pub(super) fn with_room_for(parts: usize) -> Self {
        let slots = if parts == 0 {
            0
        } else {
            (parts + parts / 3 + 1).next_power_of_two()
        };
        Self {
            slots: vec![0; slots],
            has_parts: false,
        }
    }

    pub(super) fn insert(&mut self, part: u64) {
        if let Some((slot, own)) = self.slot(part) {
            self.slots[slot] = own;
            self.has_parts = true;
        }
    }

    pub(super) fn contains(&self, part: u64) -> bool {
        self.slot(part)
            .is_some_and(|(slot, _)| self.slots[slot] != 0)
    }

    /// The slot that a part has, or would have, and its hash. `None` in a set without room.
    fn slot(&self, part: u64) -> Option<(usize, u32)> {
        let last = self.slots.len().checked_sub(1)?;
        let (start, own) = hash(part);
        let mut slot = start & last;
        // Every third slot or more is free, so this ends.
        loop {
            let there = self.slots[slot];
            if there == 0 || there == own {
                return Some((slot, own));
            }
            slot = (slot + 1) & last;
        }
    }
}

/// The place where the search for a part begins, and the bits that are kept of it, which are not zero.
fn hash(part: u64) -> (usize, u32) {
    let mixed = part.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    let bytes = mixed.to_be_bytes();
    let kept = u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
    let place = u32::from_be_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]);
    // Zero is a free slot.
    (place as usize, if kept == 0 { 1 } else { kept })
}

#[cfg(test)]
mod tests {
    use super::PartSet;

    #[test]
    fn a_set_has_what_was_put_in() {
        let mut set = PartSet::with_room_for(1_000);
        assert!(!set.has_parts && !set.contains(0));
        let parts = || (0..1_000_u64).map(|number| number * number);
        parts().for_each(|part| set.insert(part));
        assert!(set.has_parts && parts().all(|part| set.contains(part)));
        assert!((1..1_000_u64).all(|number| !set.contains(number * number + 1)));
    }

    #[test]
    fn a_set_without_room_has_nothing() {
        let mut set = PartSet::with_room_for(0);
        set.insert(7);
        assert!(!set.has_parts && !set.contains(7));
    }
}
