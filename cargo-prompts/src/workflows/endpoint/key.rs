use std::env;
use std::ffi::OsString;
use std::fmt;

use prompt_core::vocabulary::Api;

use super::provider::Provider;
use super::spelling;
use crate::report::failure::Failure;

/// A key with fewer characters is not searched for.
const SHORTEST: usize = 8;

/// The key to the endpoint. It is shown nowhere: not by `Debug`, and not where the endpoint repeats
/// it.
#[derive(Clone)]
pub struct Key(String);

impl Key {
    /// The API key in a variable of the process environment, if there is one.
    pub fn from_environment(variable: &str) -> Result<Option<Self>, Failure> {
        env::var_os(variable).map_or(Ok(None), |value| Self::parse(value, variable))
    }

    /// Removes a line break at the end, which a key from a file may have. A blank key counts as
    /// none.
    pub fn parse(value: OsString, variable: &str) -> Result<Option<Self>, Failure> {
        let key = value.into_string().map(|key| key.trim().to_owned()).ok();
        let key = key.filter(|key| key.bytes().all(|byte| byte.is_ascii_graphic()));
        let Some(key) = key else {
            return Err(
                Failure::new(format!("`{variable}` holds a character that no key has"))
                    .help("a key has letters, digits and signs of ASCII, and no spaces"),
            );
        };
        Ok(Some(Self(key)).filter(|key| !key.0.is_empty()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A text of the endpoint without the key in it, in whatever spelling `spelling` knows. Local endpoints
    /// take any key, such as `x`, and a key as short as a word would be found in other words.
    pub fn redact(&self, text: &str) -> String {
        if self.0.len() < SHORTEST {
            return text.to_owned();
        }
        let mut redacted = String::with_capacity(text.len());
        let mut end = 0;
        for found in spelling::find(text, &self.0) {
            redacted.push_str(&text[end..found.start]);
            redacted.push_str("***");
            end = found.end;
        }
        redacted + &text[end..]
    }
}

/// A text that another program got from an endpoint, without the API keys that the variables of the process
/// hold. A variable with something else holds none.
pub fn without_keys(mut text: String) -> String {
    for api in Api::ALL {
        let key = Key::from_environment(Provider::of(*api).key_variable);
        if let Ok(Some(key)) = key {
            text = key.redact(&text);
        }
    }
    text
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(***)")
    }
}
