use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

/// A media part, in the form that its type decides.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Media<'a> {
    /// An image, or media of unknown type.
    Image { url: &'a str },
    /// A sound, whose bytes are sent in base 64.
    Audio { data: &'a str, format: &'static str },
    /// Another file, sent in a `data:` URL.
    File { data_url: &'a str },
}

impl<'a> Media<'a> {
    /// Chooses the form. The type of a `data:` URL counts only if the prompt gives none.
    pub(super) fn of(url: &'a str, content_type: Option<&'a str>) -> Self {
        let Some((own_type, data)) = data_url(url) else {
            return Self::Image { url };
        };
        let content_type = content_type.unwrap_or(own_type);
        match (audio_format(content_type), data) {
            (Some(format), Some(data)) => Self::Audio { data, format },
            _ if content_type.is_empty() || starts_with(content_type, "image/") => {
                Self::Image { url }
            }
            _ => Self::File { data_url: url },
        }
    }
}

/// Returns the type of a `data:` URL, and its content if that is in base 64.
fn data_url(url: &str) -> Option<(&str, Option<&str>)> {
    if !starts_with(url, "data:") {
        return None;
    }
    let (head, data) = url.get(5..)?.split_once(',')?;
    let content_type = head.split(';').next().unwrap_or_default();
    let is_base64 = head
        .rsplit(';')
        .next()
        .is_some_and(|word| word.eq_ignore_ascii_case("base64"));
    Some((content_type, is_base64.then_some(data)))
}

/// Returns the name that chat completions have for a format of sound.
fn audio_format(content_type: &str) -> Option<&'static str> {
    let of = |types: &[&str]| {
        types
            .iter()
            .any(|known| content_type.eq_ignore_ascii_case(known))
    };
    if of(&["audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"]) {
        return Some("wav");
    }
    of(&["audio/mpeg", "audio/mp3"]).then_some("mp3")
}

/// Compares without case, as for schemes and types.
fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|begin| begin.eq_ignore_ascii_case(start))
}

impl Serialize for Media<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut part = serializer.serialize_struct("Part", 2)?;
        match self {
            Self::Image { url } => {
                part.serialize_field("type", "image_url")?;
                part.serialize_field("image_url", &Fields([("url", url)]))?;
            }
            Self::Audio { data, format } => {
                part.serialize_field("type", "input_audio")?;
                part.serialize_field("input_audio", &Fields([("data", data), ("format", format)]))?;
            }
            Self::File { data_url } => {
                part.serialize_field("type", "file")?;
                part.serialize_field(
                    "file",
                    &Fields([("filename", "attachment"), ("file_data", data_url)]),
                )?;
            }
        }
        part.end()
    }
}

/// An object of texts.
struct Fields<'a, const N: usize>([(&'static str, &'a str); N]);

impl<const N: usize> Serialize for Fields<'_, N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0)
    }
}
