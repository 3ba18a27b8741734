//! Words of the configuration, the ledger and the templates, each with its one spelling.

mod api;
mod logging;
mod output_tokens_key;
mod prompt_source;
mod role;
mod status;

pub use api::Api;
pub use logging::Logging;
pub use output_tokens_key::OutputTokensKey;
pub use prompt_source::PromptSource;
pub use role::Role;
pub use status::Status;

/// Defines an enum whose variants have a spelling.
macro_rules! words {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident {
            $($(#[$variant_attribute:meta])* $variant:ident = $spelling:literal,)*
        }
    ) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_attribute])* $variant,)*
        }

        impl $name {
            /// All values, in the order of their declaration.
            #[doc(hidden)]
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Returns the spelling of the value.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $spelling,)*
                }
            }

            /// Returns the name of the variant, as Rust code writes it.
            #[doc(hidden)]
            #[must_use]
            pub const fn variant_name(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($variant),)*
                }
            }

            /// Returns the value with exactly this spelling.
            #[doc(hidden)]
            #[must_use]
            pub fn from_spelling(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text)
            }
        }

        /// Writes the spelling.
        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}
use words;

#[cfg(test)]
mod tests {
    use super::*;

    macro_rules! each_is_read_back {
        ($($name:ident),*) => {$(
            for value in $name::ALL {
                assert_eq!($name::from_spelling(value.as_str()), Some(*value));
            }
        )*};
    }

    #[test]
    fn every_word_is_read_as_it_is_written() {
        each_is_read_back!(Api, Logging, OutputTokensKey, PromptSource, Role, Status);
    }

    #[test]
    fn assistant_is_another_word_for_model() {
        assert_eq!(Role::parse("assistant"), Some(Role::Model));
        assert_eq!(Role::parse("narrator"), None);
    }
}
