use crate::library::time::Moment;

/// The first or the last moment at which a key is valid.
#[derive(Debug, Clone)]
pub(super) struct TimeBound {
    pub moment: Moment,
    /// RFC 3339.
    pub text: String,
}

/// The reason why a text is no time bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InvalidTimeBound {
    /// The time has no `Z`. OpenSSH takes it in the time zone of each computer.
    Local,
    NoTime,
}

impl TimeBound {
    /// Reads `YYYYMMDDZ`, `YYYYMMDDHHMMZ` or `YYYYMMDDHHMMSSZ`.
    pub fn read(text: &str) -> Result<Self, InvalidTimeBound> {
        let digits = text.strip_suffix('Z').unwrap_or(text);
        let text_of_bound = rfc_3339(digits).ok_or(InvalidTimeBound::NoTime)?;
        let moment = Moment::parse(&text_of_bound).ok_or(InvalidTimeBound::NoTime)?;
        if digits.len() == text.len() {
            return Err(InvalidTimeBound::Local);
        }
        Ok(Self {
            moment,
            text: text_of_bound,
        })
    }
}

/// The time of 8, 12 or 14 digits. OpenSSH refuses the first second of 1970: there, 0 is no time.
fn rfc_3339(digits: &str) -> Option<String> {
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || ![8, 12, 14].contains(&digits.len()) {
        return None;
    }
    let all = format!("{digits:0<14}");
    let (year, month, day) = (&all[..4], &all[4..6], &all[6..8]);
    let (hour, minute, second) = (&all[8..10], &all[10..12], &all[12..]);
    let text = format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z");
    (text != "1970-01-01T00:00:00Z").then_some(text)
}

#[cfg(test)]
mod tests {
    use super::InvalidTimeBound::{Local, NoTime};
    use super::TimeBound;

    #[test]
    fn times_that_there_are() {
        for (text, expected) in [
            ("20260102Z", "2026-01-02T00:00:00Z"),
            ("202601021304Z", "2026-01-02T13:04:00Z"),
            ("20260102130405Z", "2026-01-02T13:04:05Z"),
            ("19700101000001Z", "1970-01-01T00:00:01Z"),
            ("20240229Z", "2024-02-29T00:00:00Z"),
        ] {
            assert_eq!(TimeBound::read(text).unwrap().text, expected);
        }
    }

    #[test]
    fn times_that_there_are_not() {
        for text in ["20260102", "202601021304", "20260102130405"] {
            assert_eq!(TimeBound::read(text).unwrap_err(), Local, "{text}");
        }
        for text in [
            "",
            "Z",
            "20260102z",
            "20260102UTC",
            "2026-01-02Z",
            "20260102 Z",
            "20260102ZZ",
            "2026010213Z",
            "20260230Z",
            "20261301Z",
            "20260101240000Z",
            "20260101000060Z",
            "19691231Z",
            "19700101Z",
            "forever",
            "２０２６０１０２Z",
        ] {
            assert_eq!(TimeBound::read(text).unwrap_err(), NoTime, "{text}");
        }
    }
}
