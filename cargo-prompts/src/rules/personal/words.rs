//! Words that mark a number as one of a phone.

pub const WORDS: &[&str] = &[
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
pub const SUFFIXES: &[&str] = &["no", "nr", "number", "nummer"];

/// Returns true if a word of a key is one of these.
pub fn is_of_phone(word: &str) -> bool {
    let is_known = |word: &str| WORDS.contains(&word);
    let mut suffixes = SUFFIXES.iter();
    is_known(word)
        || SHORT.contains(&word)
        || suffixes.any(|suffix| word.strip_suffix(suffix).is_some_and(is_known))
}
