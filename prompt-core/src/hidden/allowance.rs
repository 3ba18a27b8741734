//! How many characters that nobody sees a text may have where writing has a use for them.
//!
//! A writer who can choose at each letter whether such a character comes after it writes a text of
//! their own that way. So a few of them are allowed, and more as the text goes on. What is the same
//! each time says nothing, and is not counted.

use alloc::collections::BTreeMap;

use super::writing::{is_emoji, is_emoji_by_itself, is_of_sequences, is_selector};

/// The most characters of a kind that are allowed side by side.
const MOST: u32 = 8;
/// The number of visible characters after which another one is allowed.
const LETTERS_PER_JOINER: u32 = 8;
const CHARACTERS_PER_VARIANT: u32 = 16;

/// What is still allowed.
#[derive(Default)]
pub(super) struct Allowance {
    joiners: Count,
    variants: Count,
    emoji: Count,
    /// The selector that came after each character of a text when it last stood there.
    selectors: BTreeMap<char, Option<char>>,
    /// Set if the last visible character has the same selector as before.
    is_as_before: bool,
    /// Set if the last visible character stands in the text for the first time.
    is_first: bool,
}

/// The characters that were taken, in parts of one: each visible character gives a part back.
#[derive(Default)]
struct Count {
    used: u32,
}

impl Count {
    fn takes(&mut self, parts: u32) -> bool {
        let is_left = self.used + parts <= MOST * parts;
        if is_left {
            self.used += parts;
        }
        is_left
    }

    fn add(&mut self) {
        self.used = self.used.saturating_sub(1);
    }
}

impl Allowance {
    /// Adds a visible character. `rest` is the text after it.
    pub(super) fn add(&mut self, c: char, rest: &str) {
        self.joiners.add();
        self.variants.add();
        self.emoji.add();
        let selector = rest.chars().next().filter(|next| is_selector(*next));
        // Letters without variants are not kept.
        if selector.is_some() || is_emoji(c) || self.selectors.contains_key(&c) {
            let last = self.selectors.insert(c, selector);
            self.is_as_before = last == Some(selector);
            self.is_first = last.is_none();
        }
    }

    /// Takes an invisible character that has a use after the visible one. Returns `false` if there
    /// were too many of its kind.
    pub(super) fn takes(&mut self, c: char, visible: Option<char>, rest: &str) -> bool {
        match c {
            '\u{200d}' if visible.is_some_and(is_emoji) => {
                let next = rest.chars().next();
                let is_known = [visible, next].into_iter().flatten().any(is_of_sequences);
                is_known || self.emoji.takes(CHARACTERS_PER_VARIANT)
            }
            // Shapes of Mongolian letters are chosen letter by letter, as joiners are.
            '\u{200c}' | '\u{200d}' | '\u{180b}'..='\u{180f}' => {
                self.joiners.takes(LETTERS_PER_JOINER)
            }
            '\u{fe0e}' | '\u{fe0f}' if rest.starts_with('\u{20e3}') => true,
            '\u{fe0e}' | '\u{fe0f}' => {
                let needs_selector = !visible.is_some_and(is_emoji_by_itself);
                let is_expected = self.is_first && c == '\u{fe0f}' && needs_selector;
                is_expected || self.is_as_before || self.emoji.takes(CHARACTERS_PER_VARIANT)
            }
            _ => self.is_as_before || self.variants.takes(CHARACTERS_PER_VARIANT),
        }
    }
}
