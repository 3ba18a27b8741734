use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::apart;

/// A letter or a digit, with its accents.
const WORD: &str = r"\p{L}\p{M}\p{N}";

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    let atom = format!("[{WORD}!#$%&'*+/=?^_`{{|}}~-]+");
    let quoted = format!(r#""[{WORD}](?:[^"\n]{{0,62}}[{WORD}])?""#);
    compile(&format!(
        r"(?:{quoted}|{atom}(?:\.{{1,2}}{atom})*\.?)@(?:{}\.{{1,2}})+{}",
        label(),
        top_level()
    ))
});

/// An address that is written to be read by people alone: `name [at] example [dot] org`,
/// `name(at)example.org`, `name at example dot org`.
static SPOKEN: LazyLock<Regex> = LazyLock::new(|| {
    let local = format!("[{WORD}][{WORD}._+-]*");
    let (label, top_level) = (label(), top_level());
    let dot = format!(r"(?:\.| ?{DOT_IN_BRACKETS} ?)");
    let bracketed = format!(r"{local} ?{AT_IN_BRACKETS} ?{label}(?:{dot}{label})*{dot}{top_level}");
    let words = format!(r"{local} at {label}(?: dot {label})* dot {top_level}");
    compile(&format!(r"(?i:(?:{bracketed}|{words})\b)"))
});

const AT_IN_BRACKETS: &str = r"[\[({<] ?(?:at|ät|@) ?[\])}>]";
const DOT_IN_BRACKETS: &str = r"[\[({<] ?(?:dot|punkt|\.) ?[\])}>]";

/// The words for an `@` and for a dot in a spoken address.
static SIGNS: LazyLock<[(Regex, &str); 2]> = LazyLock::new(|| {
    [
        (compile(&format!("(?i: ?{AT_IN_BRACKETS} ?| at )")), "@"),
        (compile(&format!("(?i: ?{DOT_IN_BRACKETS} ?| dot )")), "."),
    ]
});

fn compile(expression: &str) -> Regex {
    Regex::new(expression).expect("the expression is a constant, and tested")
}

fn label() -> String {
    format!("[{WORD}](?:[{WORD}-]*[{WORD}])?")
}

fn top_level() -> String {
    r"(?:(?i:xn--[a-z0-9-]*[a-z0-9])|[\p{L}\p{M}]{2,})".to_owned()
}

/// Endings of file names: `logo@2x.png`.
const FILES: [&str; 6] = ["gif", "jpeg", "jpg", "png", "svg", "webp"];
/// Reserved for examples and tests by RFC 2606.
const RESERVED: [&str; 4] = ["example", "invalid", "localhost", "test"];
const EXAMPLES: [&str; 3] = ["example.com", "example.net", "example.org"];

pub fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if text.contains('@') {
        found.extend(ADDRESS.find_iter(text));
    }
    found.extend(SPOKEN.find_iter(text));
    let personal = found
        .into_iter()
        .filter(|found| is_personal(found.as_str()));
    apart(personal.map(|found| found.range()).collect())
}

/// The address as it is sent to, in lower case.
pub fn canonical(address: &str) -> String {
    let [at, dot] = &*SIGNS;
    let address = address.to_lowercase();
    if address.contains('@') && !address.contains(['[', '(', '{', '<']) {
        return address;
    }
    let address = at.0.replace(&address, at.1);
    dot.0.replace_all(&address, dot.1).into_owned()
}

fn is_personal(address: &str) -> bool {
    let address = canonical(address);
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
