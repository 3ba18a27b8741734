//! Addresses of webhooks. Whoever has one can write to the channel.

use super::Secret;
use super::form::{Alphabet, is_secret};
use Alphabet::{Letters, Url};

/// A service whose addresses have a secret in them.
pub(super) struct Service {
    /// What the address is, with an article.
    pub what: &'static str,
    /// What begins the address, one of these.
    pub hosts: &'static [&'static str],
    /// What stands right before the secret.
    pub before: &'static str,
    /// The least number of characters of the secret.
    pub least: usize,
    pub alphabet: Alphabet,
}

pub(super) const SERVICES: &[Service] = &[
    Service {
        what: "the address of a Slack webhook",
        hosts: &["hooks.slack.com/services/"],
        before: "/",
        least: 24,
        alphabet: Letters,
    },
    Service {
        what: "the address of a Discord webhook",
        hosts: &["discord.com/api/", "discordapp.com/api/"],
        before: "/",
        least: 60,
        alphabet: Url,
    },
    Service {
        what: "the address of a Teams webhook",
        hosts: &["webhook.office.com/", "outlook.office.com/webhook/"],
        before: "/IncomingWebhook/",
        least: 32,
        alphabet: Letters,
    },
    Service {
        what: "the address of a Power Automate workflow",
        hosts: &["logic.azure.com", "powerplatform.com"],
        before: "sig=",
        least: 40,
        alphabet: Url,
    },
];

/// An address is no longer.
const LONGEST: usize = 600;

/// The address whose secret begins at an offset, if one does.
pub(super) fn at(text: &str, start: usize) -> Option<Secret> {
    // Most characters are within a word.
    if !matches!(text.as_bytes()[start.checked_sub(1)?], b'/' | b'=') {
        return None;
    }
    let (before, rest) = (&text[..start], &text.as_bytes()[start..]);
    SERVICES.iter().find_map(|service| {
        let path = before.strip_suffix(service.before)?;
        let length = service.alphabet.length_of(rest);
        let is_secret = is_secret(&rest[..length], service.least, service.alphabet);
        let host = is_secret.then(|| service.host(path))??;
        Some(Secret {
            what: service.what,
            range: host..start + length,
            shown: start - host,
        })
    })
}

impl Service {
    /// The offset of the host in the address that a text ends with.
    fn host(&self, text: &str) -> Option<usize> {
        let is_of_address =
            |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&*+,;=%".contains(byte);
        let address = text.bytes().rev().take(LONGEST);
        let length = address.take_while(is_of_address).count();
        let start = text.len() - length;
        let hosts = self.hosts.iter();
        hosts
            .filter_map(|host| text[start..].rfind(host))
            .map(|at| start + at)
            .max()
    }
}
