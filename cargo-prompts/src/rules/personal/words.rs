//! Words beside a number that tell what it is.

/// What stands right before one of the words. The letter of an escape, such as `\n`, is none of the word.
pub const WORD_START: &str = r"\b|_|\\[nrt]";

/// Words for phones.
pub const PHONES: &[&str] = &[
    "cell",
    "cellphone",
    "fax",
    "handy",
    "mobil",
    "mobile",
    "msisdn",
    "phone",
    "phones",
    "rufnummer",
    "tel",
    "telefon",
    "telefono",
    "telefoon",
    "telephone",
    "teléfono",
    "tél",
    "téléphone",
    "whatsapp",
];

/// Words that mean something else before a short number: acids have a `pH`.
pub const SHORT: &[&str] = &["mob", "ph"];

/// What may follow one of the words, as in `phone number`, `Tel.-Nr.` and `telno`.
pub const SUFFIXES: &[&str] = &["no", "nr", "num", "number", "nummer"];

/// Words for cards.
pub const CARDS: &[&str] = &[
    "amex",
    "card",
    "carte",
    "karte",
    "kreditkarte",
    "maestro",
    "mastercard",
    "pan",
    "tarjeta",
    "visa",
];

/// Words for numbers that are no phone numbers.
pub const OTHERS: &[&str] = &[
    "account",
    "article",
    "artikel",
    "auftrags",
    "bestell",
    "case",
    "client",
    "contract",
    "customer",
    "invoice",
    "item",
    "kunden",
    "member",
    "order",
    "part",
    "policy",
    "rechnungs",
    "reference",
    "serial",
    "ticket",
    "tracking",
    "vertrags",
];

/// What follows a word of `OTHERS`.
pub const OTHER_SUFFIXES: &[&str] = &["no", "nr", "number", "id", "nummer"];

/// Words that make the number before them an amount.
pub const UNITS: &[&str] = &[
    "EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "JPY", "unit", "units", "user",
    "users", "request", "requests",
];

/// Returns true if a word of a key is one of these.
pub fn is_of_phone(word: &str) -> bool {
    let is_known = |word: &str| PHONES.contains(&word);
    let mut suffixes = SUFFIXES.iter();
    is_known(word)
        || SHORT.contains(&word)
        || suffixes.any(|suffix| word.strip_suffix(suffix).is_some_and(is_known))
}
