//! Sorting by text. Each sort of another type would add to the compile time of users, as much as a
//! file of this crate, so all go through one.

/// The positions of repeated texts in ascending order, each after the first position of its text.
pub fn repeated(texts: impl Iterator<Item = String>) -> Vec<(usize, usize)> {
    first_positions(&positions(texts))
        .into_iter()
        .enumerate()
        .filter(|(position, first)| first != position)
        .map(|(position, first)| (first, position))
        .collect()
}

/// For each position the first one of the same text.
fn first_positions(sorted: &[(String, usize)]) -> Vec<usize> {
    let mut firsts = vec![0; sorted.len()];
    let mut first = 0;
    for (at, (text, position)) in sorted.iter().enumerate() {
        if sorted[first].0 != *text {
            first = at;
        }
        firsts[*position] = sorted[first].1;
    }
    firsts
}

/// The texts in their order, each with its position. Equal texts are in the order of their
/// positions.
fn positions(texts: impl Iterator<Item = String>) -> Vec<(String, usize)> {
    let mut positions = Vec::new();
    for (position, text) in texts.enumerate() {
        positions.push((text, position));
    }
    sort(&mut positions);
    positions
}

/// Sorts things by their texts.
pub fn by_text<T>(things: Vec<T>, text: impl Fn(&T) -> String) -> Vec<T> {
    let order = positions(things.iter().map(text));
    let mut things = things.into_iter().map(Some).collect::<Vec<_>>();
    let mut sorted = Vec::with_capacity(things.len());
    for (_, position) in order {
        sorted.extend(things[position].take());
    }
    sorted
}

fn sort(positions: &mut [(String, usize)]) {
    positions.sort_unstable();
}

#[cfg(test)]
mod tests {
    #[test]
    fn texts_are_sorted_and_repeated_ones_found() {
        let texts = ["b", "a", "c", "b", "a", "b"].map(str::to_owned).to_vec();
        let repeated = super::repeated(texts.iter().cloned());
        assert_eq!(repeated, [(0, 3), (1, 4), (0, 5)]);
        assert_eq!(super::repeated(std::iter::empty()), []);
        let sorted = super::by_text(texts, String::clone).concat();
        assert_eq!(sorted, "aabbbc");
    }
}
