use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    let local = r"[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*";
    let quoted = r#""[\p{L}\p{N}](?:[^"@\n]{0,62}[\p{L}\p{N}])?""#;
    let domain = r"(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+(?:xn--[a-z0-9]+|\p{L}{2,})";
    Regex::new(&format!("(?:{quoted}|{local})@{domain}"))
        .expect("the expression is a constant, and tested")
});

/// Endings of file names: `logo@2x.png`.
const FILES: [&str; 6] = ["gif", "jpeg", "jpg", "png", "svg", "webp"];
/// Reserved for examples and tests by RFC 2606.
const RESERVED: [&str; 4] = ["example", "invalid", "localhost", "test"];
const EXAMPLES: [&str; 3] = ["example.com", "example.net", "example.org"];

pub fn find(text: &str) -> Vec<Range<usize>> {
    if !text.contains('@') {
        return Vec::new();
    }
    ADDRESS
        .find_iter(text)
        .filter(|found| is_personal(found.as_str()))
        .map(|found| found.range())
        .collect()
}

fn is_personal(address: &str) -> bool {
    let address = address.to_lowercase();
    let Some((local, domain)) = address.rsplit_once('@') else {
        return false;
    };
    let last = domain.rsplit('.').next().unwrap_or_default();
    let is_example = EXAMPLES.iter().any(|example| {
        domain
            .strip_suffix(example)
            .is_some_and(|before| before.is_empty() || before.ends_with('.'))
    });
    // `git@host:path` is how every copy of a repository is named, and `package@1.0.0-beta.rc` a
    // version.
    let is_version = domain
        .split('.')
        .take(2)
        .all(|label| label.starts_with(|c: char| c.is_ascii_digit()));
    !(is_example
        || RESERVED.contains(&last)
        || FILES.contains(&last)
        || local == "git"
        || is_version)
}
