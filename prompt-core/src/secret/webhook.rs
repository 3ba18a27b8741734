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
    /// The offset of the host in the address that a text ends with. A file can be nothing but the ends of
    /// addresses, and build scripts are not optimised: so this goes back once, by index, and looks for a
    /// host at dots.
    fn host(&self, text: &str) -> Option<usize> {
        let bytes = text.as_bytes();
        let first = bytes.len().saturating_sub(LONGEST);
        let mut start = bytes.len();
        while start > first && IS_OF_ADDRESS[usize::from(bytes[start - 1])] {
            start -= 1;
            if bytes[start] == b'.' {
                let host = self.host_around(bytes, start);
                if host.is_some_and(|host| host >= first) {
                    return host;
                }
            }
        }
        None
    }

    /// The offset of the host whose first dot stands at an offset.
    fn host_around(&self, bytes: &[u8], dot: usize) -> Option<usize> {
        self.hosts.iter().find_map(|host| {
            let start = dot.checked_sub(host.find('.')?)?;
            bytes[start..].starts_with(host.as_bytes()).then_some(start)
        })
    }
}

/// Whether an address can have a byte.
static IS_OF_ADDRESS: [bool; 256] = bytes_of_addresses();

const fn bytes_of_addresses() -> [bool; 256] {
    let signs = b"-._~:/?#@!$&*+,;=%";
    let mut are_of_address = [false; 256];
    let mut byte = 0;
    while byte < signs.len() {
        are_of_address[signs[byte] as usize] = true;
        byte += 1;
    }
    let mut byte = 0_u8;
    while byte < 128 {
        are_of_address[byte as usize] |= byte.is_ascii_alphanumeric();
        byte += 1;
    }
    are_of_address
}
