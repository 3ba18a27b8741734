//! The environment that a program chose, of those that it was built for.

mod choice_error;
#[cfg(test)]
mod tests;

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;
use core::sync::atomic::{AtomicU8, AtomicU32, AtomicUsize, Ordering};

use prompt_core::choice::{BuildNames, NONE, number};

pub use choice_error::ChoiceError;
use choice_error::Reason;

/// The longest name of an environment: a build refuses a longer one.
const LONGEST_NAME: usize = 64;

/// The choice of this process. Packages that were built for different environments share it.
static CHOICE: Choice = Choice::new();

/// A choice that is made once, by the name of an environment.
struct Choice {
    /// The number of the environment, which calls compare. It alone decides which choice was first.
    number: AtomicU32,
    /// The name, for messages. It is written once the number is.
    name: [AtomicU8; LONGEST_NAME],
    /// The length of the name, once it is written.
    length: AtomicUsize,
}

impl Choice {
    const fn new() -> Self {
        Self {
            number: AtomicU32::new(NONE),
            name: [const { AtomicU8::new(0) }; LONGEST_NAME],
            length: AtomicUsize::new(0),
        }
    }

    /// Chooses an environment, unless another one is chosen.
    fn choose(&self, name: &str) -> Result<(), Reason> {
        let (own, order) = (number(name), Ordering::Relaxed);
        match self.number.compare_exchange(NONE, own, order, order) {
            Ok(_) => {
                self.write_name(name);
                Ok(())
            }
            Err(chosen) if chosen == own => Ok(()),
            Err(_) => Err(Reason::ChosenBefore(name.into(), self.name())),
        }
    }

    fn write_name(&self, name: &str) {
        for (place, byte) in self.name.iter().zip(name.bytes()) {
            place.store(byte, Ordering::Relaxed);
        }
        self.length.store(name.len(), Ordering::Release);
    }

    /// Returns the name of the chosen environment, or `None` while another thread writes it.
    fn name(&self) -> Option<String> {
        let length = self.length.load(Ordering::Acquire);
        let bytes = self.name.iter().take(length);
        let name = bytes.map(|byte| char::from(byte.load(Ordering::Relaxed)));
        (length > 0).then(|| name.collect())
    }
}

/// Chooses the environment that the variable `PROMPT_ENV` names. It has to be one of `among`, unless
/// that is empty. In a build for one environment, that is chosen if the variable is not set.
#[doc(hidden)]
pub fn choose_by_variable(
    names: &'static str,
    variable: Option<Cow<'_, str>>,
    among: &'static [&'static str],
) -> Result<(), ChoiceError> {
    let build = BuildNames::new(names);
    let variable = variable.filter(|name| !name.is_empty());
    let name = match (variable.as_deref(), build.only()) {
        (Some(name), _) => {
            let is_built = build.environments().any(|known| known == name);
            let reason = || Reason::Variable(name.into(), among);
            is_built.then_some(name).ok_or_else(reason)
        }
        (None, Some(only)) => Ok(only),
        (None, None) => Err(Reason::NotSet(among)),
    };
    let is_allowed = |name: &str| among.is_empty() || among.contains(&name);
    let allowed = name.and_then(|name| {
        let reason = || Reason::NotAllowed(name.into(), among);
        is_allowed(name).then_some(name).ok_or_else(reason)
    });
    let chosen = allowed.and_then(|name| CHOICE.choose(name));
    chosen.map_err(|reason| ChoiceError::new(build, reason))
}

/// Chooses the environment with this name.
#[doc(hidden)]
pub fn choose_by_name(names: &'static str, name: impl AsRef<str>) -> Result<(), ChoiceError> {
    let (build, name) = (BuildNames::new(names), name.as_ref());
    let chosen = if build.environments().any(|known| known == name) {
        CHOICE.choose(name)
    } else {
        Err(Reason::Name(name.into()))
    };
    chosen.map_err(|reason| ChoiceError::new(build, reason))
}

/// Returns the value for the chosen environment, of one for each that a package was built for. In a
/// constant, where the compiler refuses the call, the name of the function is the message.
#[doc(hidden)]
#[inline]
#[track_caller]
#[must_use]
pub fn this_build_is_for_several_environments_so_use_a_function_or_a_lazy_lock<
    T: Copy,
    const COUNT: usize,
>(
    values: [T; COUNT],
    numbers: [u32; COUNT],
    names: &'static str,
) -> T {
    let chosen = CHOICE.number.load(Ordering::Relaxed);
    // The optimiser makes a chain of comparisons with constants of it.
    let mut position = 0;
    while position < COUNT {
        if numbers[position] == chosen {
            return values[position];
        }
        position += 1;
    }
    refuse_call(chosen, names)
}

#[cold]
#[inline(never)]
#[track_caller]
fn refuse_call(chosen: u32, names: &'static str) -> ! {
    let build = BuildNames::new(names);
    let (package, names) = (build.package(), Listed(build.environments()));
    assert!(
        chosen != NONE,
        "no environment is chosen yet, and the package `{package}` is built for {names}: \
         call `prompt_runtime::choose_environment!()?` at the start of `main`"
    );
    let chosen = CHOICE.name();
    let chosen = chosen.as_deref().unwrap_or("another one");
    panic!(
        "the package `{package}` is not built for the chosen environment `{chosen}`, only for {names}: \
         add `{chosen}` to `PROMPT_ENVS`, or to `Build::environments` in the `build.rs` of `{package}`"
    );
}

/// Shows names in backticks, with commas between them.
struct Listed<I>(I);

impl<'a, I: Iterator<Item = &'a str> + Clone> fmt::Display for Listed<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, name) in self.0.clone().enumerate() {
            let before = if position == 0 { "" } else { ", " };
            write!(f, "{before}`{name}`")?;
        }
        Ok(())
    }
}
