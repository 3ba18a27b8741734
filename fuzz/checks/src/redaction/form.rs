//! The forms in which a text tells a secret.

/// A form, as one letter for each of its steps.
pub struct Form<'a> {
    steps: &'a str,
}

/// A secret in some form.
pub struct Told<'a> {
    /// The text with a mark at each end where the secret is encoded. An escape before it could
    /// otherwise make other characters of it.
    pub text: String,
    /// The secret, or the line of it that is told.
    pub secret: &'a str,
}

/// The number of encodings that may lie over each other: JSON in JSON, a URL in JSON.
const MAX_ENCODINGS: usize = 2;

impl<'a> Form<'a> {
    /// Reads the letters of a form. Unknown ones mean nothing.
    pub fn read(steps: &'a str) -> Self {
        Self { steps }
    }

    /// Tells a secret in this form.
    pub fn tell<'s>(&self, secret: &'s str) -> Told<'s> {
        let secret = self.line(secret);
        let mut text = self.blanks(&self.case(secret));
        let encodings = self.steps.chars().filter_map(encoding);
        let mut is_encoded = false;
        for encode in encodings.take(MAX_ENCODINGS) {
            text = encode(&text);
            is_encoded = true;
        }
        if is_encoded {
            text = format!("<{text}>");
        }
        Told { text, secret }
    }

    /// The first line, or all of them. A line can end as in other systems and in Unicode.
    fn line<'s>(&self, secret: &'s str) -> &'s str {
        let ends = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];
        let first = secret.split(ends).next().unwrap_or_default();
        if self.steps.contains('1') {
            first.trim()
        } else {
            secret
        }
    }

    fn case(&self, text: &str) -> String {
        match self.steps.chars().find(|step| "ul".contains(*step)) {
            Some('u') => text.to_uppercase(),
            Some(_) => text.to_lowercase(),
            None => text.to_owned(),
        }
    }

    fn blanks(&self, text: &str) -> String {
        let blank = match self.steps.chars().find(|step| "ntw".contains(*step)) {
            Some('n') => "\n",
            Some('t') => " \t ",
            Some(_) => "\u{a0}\r\n",
            None => return text.to_owned(),
        };
        text.split_whitespace().collect::<Vec<_>>().join(blank)
    }
}

fn encoding(step: char) -> Option<fn(&str) -> String> {
    Some(match step {
        'j' => json,
        's' => |text| json(text).replace('/', "\\/"),
        'a' => ascii,
        'p' => |text| percent(text, "%20"),
        'f' => |text| percent(text, "+"),
        _ => return None,
    })
}

fn json(text: &str) -> String {
    let json = serde_json::json!(text).to_string();
    json[1..json.len() - 1].to_owned()
}

fn ascii(text: &str) -> String {
    let json = json(text);
    let units = json.encode_utf16().map(|unit| match u8::try_from(unit) {
        Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
        _ => format!("\\u{unit:04x}"),
    });
    units.collect()
}

fn percent(text: &str, blank: &str) -> String {
    let bytes = text.bytes().map(|byte| match byte {
        b' ' => blank.to_owned(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    bytes.collect()
}
